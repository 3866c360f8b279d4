import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { ticketOffered, ticketTaken } from '../modules/notification/notification-invitation-content';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';
import { postNotification } from '../modules/notification/notification.store';

/** Tells a person that a ticket is offered to them, and who offered it that it was taken. An offer by link is told to nobody. */
export const ticketTransferChanged: Handler<'ticket.transfer_changed'> = async ({ payload }, step) => {
  const { transferId, version, eventId, fromUserId, toUserId, status } = payload;
  if (!toUserId || (await isAnyErased(step, [fromUserId, toUserId]))) return;
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  const state = status === 'OFFERED' ? 'OPEN' : status === 'ACCEPTED' || status === 'DECLINED' ? 'ANSWERED' : 'WITHDRAWN';
  const isNews = await tellOfInvitation(step, 'TICKET', transferId, { version, userId: toUserId, state }, ticketOffered(payload, event));
  if (isNews && status === 'ACCEPTED') await postNotification(step, [fromUserId], ticketTaken(eventId, event, toUserId));
};
