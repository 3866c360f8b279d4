import type { FactHandlers } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { attendanceChanged } from './attendance-changed';
import { curationDecided } from './curation-decided';
import { eventChanged } from './event-changed';
import { groupMemberChanged } from './group-member-changed';
import { userErased } from './user-erased';

/** Incoming domain events, one file each. */
export const createHandlers = (runtime: SubgraphRuntime): FactHandlers<Topics, Tx> => ({
  'event.changed': eventChanged(runtime),
  'curation.decided': curationDecided(),
  'group.member_changed': groupMemberChanged(),
  'attendance.changed': attendanceChanged(),
  'user.erased': userErased(runtime),
});
