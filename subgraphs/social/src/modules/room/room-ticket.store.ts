import { keepNewer } from '@marquee/platform';
import type { Step } from '../../context';
import { isErased } from '../person/person.store';
import { lockEvent, updateEventMembers } from './room-event.store';

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
export async function keepOrder(step: Step, order: OrderState): Promise<void> {
  const { orderId, version, userId, eventId, ticketsLeft, refundedAt } = order;
  await lockEvent(step, eventId);
  if (await isErased(step, userId)) return;
  const row = { id: orderId, version, userId, eventId, ticketsLeft, refundedAt };
  if (await keepNewer(step.tx, 'ticket_orders', ['id'], row)) await updateEventMembers(step, eventId, userId);
}
