import type { FactHandlers } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { attendanceChanged } from './attendance.changed';
import { eventChanged } from './event.changed';
import { orderPaid } from './order.paid';
import { orderRefunded } from './order.refunded';
import { reviewChanged } from './review.changed';
import { userErased } from './user.erased';
import { userUpdated } from './user.updated';

/** Incoming domain events, one file each. Each leaves the same state in whatever order and however often the facts arrive. */
export const createHandlers = (runtime: SubgraphRuntime): FactHandlers<Topics, Tx> => ({
  'user.updated': userUpdated(runtime),
  'user.erased': userErased(runtime),
  'event.changed': eventChanged(runtime),
  'attendance.changed': attendanceChanged(runtime),
  'order.paid': orderPaid(runtime),
  'order.refunded': orderRefunded(runtime),
  'review.changed': reviewChanged,
});
