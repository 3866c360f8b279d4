import { keepNewer } from '@marquee/platform';
import type { Step } from '../../context';
import { lockEvent } from '../event/event.store';
import { isErased } from '../person/person.store';
import { settleEventRooms } from './room-event.store';

export interface OrderState {
  orderId: string;
  version: number;
  userId: string;
  eventId: string;
  ticketsLeft: number;
}

/** Keeps the copy of an order and lets the membership of the event's room follow. */
export async function keepOrder(step: Step, order: OrderState): Promise<void> {
  const { orderId, version, userId, eventId, ticketsLeft } = order;
  if (await isErased(step, userId)) return;
  await lockEvent(step, eventId);
  const row = { id: orderId, version, userId, eventId, ticketsLeft };
  if (await keepNewer(step.tx, 'ticket_orders', ['id'], row)) await settleEventRooms(step, [eventId], userId);
}
