import type { FactHandlers } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { connectionChanged } from './connection-changed';
import { curationDecided } from './curation-decided';
import { groupMemberChanged } from './group-member-changed';
import { orderPaid } from './order-paid';
import { orderRefunded } from './order-refunded';
import { reviewChanged } from './review-changed';
import { userErased } from './user-erased';
import { userUpdated } from './user-updated';

/** Incoming domain events, one file each. */
export const createHandlers = (runtime: SubgraphRuntime): FactHandlers<Topics, Tx> => ({
  'connection.changed': connectionChanged(runtime),
  'curation.decided': curationDecided(runtime),
  'group.member_changed': groupMemberChanged(runtime),
  'order.paid': orderPaid(runtime),
  'order.refunded': orderRefunded(runtime),
  'review.changed': reviewChanged(),
  'user.erased': userErased(runtime),
  'user.updated': userUpdated(),
});
