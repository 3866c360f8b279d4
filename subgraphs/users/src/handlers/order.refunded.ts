import { keepNewer } from '@marquee/platform';
import type { OrderRefunded } from '@marquee/schema/topics';
import type { Handler, Step } from '../context';
import type { EventCopy } from '../generated/prisma/client';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { moneyRefunded, ticketTakenBack } from '../modules/notification/notification-content';
import { hearersOf, tellWebhooks } from '../modules/webhook-news/webhook-news.store';
import { postNotification } from '../modules/notification/notification.store';

/** Tells the buyer what comes back to them, who held a ticket that it is gone, and keeps whether anything is left to come back. */
export const orderRefunded: Handler<'order.refunded'> = async ({ payload, occurredAt }, step) => {
  const { userId, eventId, amount, takenFrom = [] } = payload;
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  if (payload.guest) await tellOrganiser(step, payload, event, occurredAt);
  else if (!(await isAnyErased(step, [userId]))) await keepAndTell(step, payload, event, occurredAt);
  // Who is told of an event that is called off, or of their money, knows.
  if (event?.status === 'CANCELLED') return;
  for (const { userId: holderId, tickets } of takenFrom) {
    if ((holderId === userId && amount.amountMinor > 0) || (await isAnyErased(step, [holderId]))) continue;
    await postNotification(step, [holderId], ticketTakenBack(eventId, event, tickets));
  }
};

async function keepAndTell(step: Step, payload: OrderRefunded, event: EventCopy | null, occurredAt: string): Promise<void> {
  const { orderId, version, userId, eventId, amount, status, remainingTicketIds } = payload;
  const row = { orderId, version, userId, eventId, paid: status === 'PARTIALLY_REFUNDED', tickets: remainingTicketIds.length };
  await keepNewer(step.tx, 'order_copies', ['orderId'], row);
  const news = { entity: `order:${orderId}`, variables: { eventId, orderId, userId }, occurredAt };
  await tellWebhooks(
    step,
    { ...news, topic: 'ORDER_REFUNDED', ...hearersOf(event) },
    { ...news, topic: 'OWN_ORDER_REFUNDED', organizationId: null, userId },
  );
  // Tickets that cost nothing, or of which nothing goes back.
  if (amount.amountMinor > 0) await postNotification(step, [userId], moneyRefunded(eventId, event, amount));
}

/** As in `order.paid`. */
async function tellOrganiser(step: Step, { orderId, eventId, userId }: OrderRefunded, event: EventCopy | null, occurredAt: string) {
  const variables = { eventId, orderId, userId };
  await tellWebhooks(step, { entity: `order:${orderId}`, variables, occurredAt, topic: 'ORDER_REFUNDED', ...hearersOf(event) });
}
