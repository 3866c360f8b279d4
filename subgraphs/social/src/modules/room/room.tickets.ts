import type { After, Bus, Clock } from '@marquee/platform';
import { channels } from '../../channels';
import type { Tx } from '../../db';
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
export async function takeOrder(tx: Tx, after: After, { bus, clock }: { bus: Bus; clock: Clock }, order: OrderState): Promise<void> {
  const { orderId, version, userId, eventId, ticketsLeft, refundedAt } = order;
  await lockEvent(tx, eventId);
  if (await isErased(tx, userId)) return;
  const newer = await tx.$executeRaw`
    INSERT INTO ticket_orders (id, version, user_id, event_id, tickets_left, refunded_at)
    VALUES (${orderId}::uuid, ${version}::int, ${userId}::uuid, ${eventId}::uuid, ${ticketsLeft}::int, ${refundedAt}::timestamptz)
    ON CONFLICT (id) DO UPDATE
    SET version = excluded.version, tickets_left = excluded.tickets_left, refunded_at = excluded.refunded_at
    WHERE ticket_orders.version < excluded.version`;
  if (newer === 0) return;
  const gone = await settleEventRoom(tx, eventId, clock.now(), userId);
  if (gone.length > 0) after(() => bus.push(channels.rights(userId), {}));
}
