import { randomUUID } from 'node:crypto';
import type { TicketAtDoor } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { Order, Refund, Ticket } from '../../generated/prisma/client';
import { lockOrder } from '../order/order.store';
import { returnRequested } from './refund.facts';
import { settleDeposits } from './refund-deposit.store';
import { keepRequest, promiseRequested, type Why } from './refund.store';
import { isLeft } from '../ticket/ticket-status';

/*
 * Giving tickets back while the door is open. The door has the last word on who was let in: the tickets are marked with a refund that is
 * REQUESTED, the door is asked, and each of its answers is taken in under the order's lock. A ticket goes back only after the door has said
 * that it lets nobody in with it any more, so it is never both.
 */

/** Asks the door about tickets of a locked order. Returns the refund's id. */
export async function requestReturn(step: Step, order: Order, tickets: readonly Ticket[], { force, ...why }: Pick<Refund, 'force'> & Why) {
  const refund = await keepRequest(step, order, tickets, { id: randomUUID(), force, ...why });
  await step.tx.ticket.updateMany({
    where: { id: { in: tickets.map(({ id }) => id) } },
    data: { refundId: refund.id, version: { increment: 1 }, updatedAt: step.now },
  });
  await tellDoor(step, refund, order.eventId, tickets);
  return refund.id;
}

/** Asks the door once more about a refund that is still REQUESTED; with `force` also for tickets that were used. */
export async function askDoorOf(step: Step, refundId: string, force = false): Promise<void> {
  const known = await step.tx.refund.findUniqueOrThrow({ where: { id: refundId } });
  const order = await lockOrder(step, known.orderId);
  const refund = await step.tx.refund.findUniqueOrThrow({ where: { id: refundId } });
  if (refund.status !== 'REQUESTED') return;
  const asked = await step.tx.refund.update({ where: { id: refundId }, data: { force: refund.force || force, updatedAt: step.now } });
  await tellDoor(step, asked, order.eventId, await step.tx.ticket.findMany({ where: { refundId, releasedAt: null } }));
}

/** Takes in what the door tells of a ticket, unless it is older than what is known. Returns the id of the refund that this settled, if any. */
export async function takeDoorNews(step: Step, news: TicketAtDoor): Promise<string | null> {
  const { tx, now } = step;
  const known = await tx.ticket.findUnique({ where: { id: news.ticketId }, select: { orderId: true } });
  if (!known) return null;
  const order = await lockOrder(step, known.orderId);
  const ticket = await tx.ticket.findUniqueOrThrow({ where: { id: news.ticketId }, include: { refund: true } });
  if (news.version <= ticket.doorVersion) return null;
  const refund = ticket.refund?.status === 'REQUESTED' ? ticket.refund : null;
  await tx.ticket.update({
    where: { id: ticket.id },
    data: { ...changeBy(news, ticket, refund), doorVersion: news.version, version: { increment: 1 }, updatedAt: now },
  });
  // Whoever was let in has come: what was deposited for them goes back.
  const settles = news.state === 'ADMITTED' && order.depositMinor > 0n;
  if (settles) await settleDeposits(step, order);
  return refund && (await settleRequest(step, settles ? await lockOrder(step, order.id) : order, refund)) ? refund.id : null;
}

/** Ends the requests of a locked order that waited for the end of a dispute. */
export async function settleRequestsOf(step: Step, orderId: string): Promise<void> {
  const requested = await step.tx.refund.findMany({ where: { orderId, status: 'REQUESTED' } });
  for (const refund of requested) await settleRequest(step, await lockOrder(step, orderId), refund);
}

/** What the door's news change of a ticket that may be waiting to go back. */
function changeBy({ state, at, refundId }: TicketAtDoor, ticket: Ticket, refund: Refund | null): Partial<Ticket> {
  if (!isLeft(ticket.status)) return {};
  // Who is buying it does not get it then: see sellResale.
  if (ticket.status === 'IN_RESALE') return state === 'ADMITTED' ? { usedAt: new Date(at) } : {};
  switch (state) {
    case 'ADMITTED':
      // Somebody is inside: the buyer keeps the ticket. The box office waits for the door to take the entry back.
      return { status: 'USED', usedAt: new Date(at), releasedAt: null, ...(refund && !refund.force ? { refundId: null } : {}) };
    case 'RELEASED':
      return refund ? { releasedAt: new Date(at) } : {};
    case 'REVOKED':
      // The answer to this refund; otherwise the entry was a mistake, the ticket is as good as before, and a refund waits for its own answer.
      return refund && refund.id === refundId ? { releasedAt: new Date(at) } : { status: 'VALID', usedAt: null };
  }
}

/** Ends a request of which the door has answered for every ticket: those it released go back. Returns whether it did. */
async function settleRequest(step: Step, order: Order, refund: Refund): Promise<boolean> {
  // Nobody is let in with them, and the money waits for the bank's decision.
  if (order.openDisputes > 0) return false;
  const tickets = await step.tx.ticket.findMany({ where: { refundId: refund.id } });
  if (tickets.some(({ releasedAt }) => releasedAt === null)) return false;
  if (tickets.length > 0) await promiseRequested(step, order, refund, tickets);
  else await step.tx.refund.update({ where: { id: refund.id }, data: { status: 'REFUSED', updatedAt: step.now } });
  return true;
}

const tellDoor = ({ tell }: Step, refund: Refund, eventId: string, tickets: readonly Ticket[]) =>
  tell(
    returnRequested(
      refund,
      eventId,
      tickets.map(({ id }) => id),
    ),
  );
