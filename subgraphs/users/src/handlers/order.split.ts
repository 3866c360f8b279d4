import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { orderPart } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells people what they have to know of an order that several of them pay. */
export const orderSplit: Handler<'order.split'> = async ({ payload }, step) => {
  if (await isAnyErased(step, [payload.toUserId, payload.buyerId])) return;
  const event = await step.tx.eventCopy.findUnique({ where: { eventId: payload.eventId } });
  await postNotification(step, [payload.toUserId], orderPart(payload, event));
};
