import type { FactHandlers } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { Intake } from '../modules/workflow/workflow.intake';
import { attendanceChanged } from './attendance-changed';
import { eventChanged } from './event-changed';
import { eventSubmitted } from './event-submitted';
import { userErased } from './user-erased';
import { userUpdated } from './user-updated';

/** Incoming domain events, one file each. */
export function createHandlers(runtime: SubgraphRuntime): FactHandlers<Topics, Tx> {
  const intake = new Intake(runtime);
  return {
    'event.submitted': eventSubmitted(intake),
    'event.changed': eventChanged(intake),
    'attendance.changed': attendanceChanged(),
    'user.updated': userUpdated(runtime),
    'user.erased': userErased(runtime),
  };
}
