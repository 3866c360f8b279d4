import { keepNewer } from '@marquee/platform';
import type { OrderPaid } from '@marquee/schema/topics';
import type { Handler, Step } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { ticketsBought } from '../modules/notification/notification-content';
import { hearersOf, tellWebhooks } from '../modules/webhook-news/webhook-news.store';
import { postNotification } from '../modules/notification/notification.store';

/** Tells the buyer that the tickets are theirs, and keeps who has paid for what. */
export const orderPaid: Handler<'order.paid'> = async ({ payload, occurredAt }, step) => {
  const { orderId, version, userId, eventId, total, tickets } = payload;
  if (payload.guest) return tellOrganiser(step, payload, occurredAt);
  if (await isAnyErased(step, [userId])) return;
  await keepNewer(step.tx, 'order_copies', ['orderId'], {
    orderId,
    version,
    userId,
    eventId,
    paid: total.amountMinor > 0,
    tickets: tickets.length,
  });
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  const news = { entity: `order:${orderId}`, variables: { eventId, orderId, userId }, occurredAt };
  await tellWebhooks(
    step,
    { ...news, topic: 'ORDER_PAID', ...hearersOf(event) },
    { ...news, topic: 'OWN_ORDER_PAID', organizationId: null, userId },
  );
  await postNotification(step, [userId], ticketsBought(eventId, event, total, tickets.length));
};

/** A guest of the box office has no account: the seller's programs hear of it, and nobody else. */
async function tellOrganiser(step: Step, { orderId, eventId, userId }: OrderPaid, occurredAt: string): Promise<void> {
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  const variables = { eventId, orderId, userId };
  await tellWebhooks(step, { entity: `order:${orderId}`, variables, occurredAt, topic: 'ORDER_PAID', ...hearersOf(event) });
}
