import type { Handlers } from '../context';
import { attendanceChanged } from './attendance.changed';
import { eventChanged } from './event.changed';
import { orderPaid } from './order.paid';
import { orderRefunded } from './order.refunded';
import { reviewChanged } from './review.changed';
import { userErased } from './user.erased';
import { userUpdated } from './user.updated';

/** Incoming facts, one file each. Each leaves the same state in any order of the facts, and when they come twice. */
export const handlers: Handlers = {
  'attendance.changed': attendanceChanged,
  'event.changed': eventChanged,
  'order.paid': orderPaid,
  'order.refunded': orderRefunded,
  'review.changed': reviewChanged,
  'user.erased': userErased,
  'user.updated': userUpdated,
};
