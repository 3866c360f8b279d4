import { keepNewer } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import { isErased } from '../person/person.erased';
import { lockEvent } from './event.lock';
import { settleEventRoom } from './room.event';

export interface OrderState {
  orderId: string;
  version: number;
  userId: string;
  eventId: string;
  ticketsLeft: number;
  /** ISO 8601; null when nothing was refunded. */
  refundedAt: string | null;
}

/** Keeps the copy of an order and lets the membership of the event's room follow. */
export async function takeOrder({ tx, now, push }: Step, order: OrderState): Promise<void> {
  const { orderId, version, userId, eventId, ticketsLeft, refundedAt } = order;
  await lockEvent(tx, eventId);
  if (await isErased(tx, userId)) return;
  if (!(await keepNewer(tx, 'ticket_orders', ['id'], { id: orderId, version, userId, eventId, ticketsLeft, refundedAt }))) return;
  const gone = await settleEventRoom(tx, eventId, now, userId);
  if (gone.length > 0) push(channels.rights(userId));
}
