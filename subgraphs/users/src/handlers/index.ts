import type { FactHandlers } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { attendanceChanged } from './attendance-changed';
import { connectionChanged } from './connection-changed';
import { curationDecided } from './curation-decided';
import { eventChanged } from './event-changed';
import { messageSent } from './message-sent';
import { orderPaid } from './order-paid';
import { orderRefunded } from './order-refunded';
import { reviewChanged } from './review-changed';

/** Incoming domain events, one file each. */
export const createHandlers = (runtime: SubgraphRuntime): FactHandlers<Topics, Tx> => ({
  'connection.changed': connectionChanged(runtime),
  'event.changed': eventChanged(runtime),
  'attendance.changed': attendanceChanged(runtime),
  'curation.decided': curationDecided(runtime),
  'review.changed': reviewChanged(runtime),
  'message.sent': messageSent(runtime),
  'order.paid': orderPaid(runtime),
  'order.refunded': orderRefunded(runtime),
});
