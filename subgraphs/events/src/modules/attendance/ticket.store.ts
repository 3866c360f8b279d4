import type { TicketReturnRequested } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { TicketCopy } from '../../generated/prisma/client';
import { isAnyErased } from '../person/person.store';
import { ticketAtDoor } from './attendance.facts';
import { GuestList } from './guest-list.store';

/** Tickets that are paid and not given back, the used ones first, then always in the same order. */
export const validTickets = ({ tx }: Step, eventId: string, userId: string): Promise<TicketCopy[]> =>
  tx.ticketCopy.findMany({
    where: { eventId, userId, paidAt: { not: null }, refundedAt: null },
    orderBy: [{ checkedInAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
  });

const holdersOf = async ({ tx }: Step, ids: readonly string[]): Promise<(string | null)[]> =>
  ids.length === 0
    ? []
    : (await tx.ticketCopy.findMany({ where: { id: { in: [...ids] } }, select: { userId: true } })).map(({ userId }) => userId);

/**
 * Takes in what payments tells of tickets of a person: `write` writes it, under the lock of the guest list like everything that has tickets. Those
 * who held or hold `ticketIds` are concerned, too: a ticket may be somebody else's by now. `write` is given null for a person who was erased, who
 * has none.
 */
export async function takeTickets(
  step: Step,
  { eventId, userId, ticketIds }: { eventId: string; userId: string; ticketIds: readonly string[] },
  write: (holderId: string | null) => Promise<unknown>,
): Promise<void> {
  const holderId = (await isAnyErased(step, [userId])) ? null : userId;
  const list = await GuestList.open(step, eventId);
  const before = await holdersOf(step, ticketIds);
  await write(holderId);
  if (!list) return;
  const holders = new Set([holderId, ...before, ...(await holdersOf(step, ticketIds))].filter((id) => id !== null));
  for (const id of [...holders].sort()) await settleOn(step, list, id);
  await list.save();
}

/**
 * Brings a person's answer into line with their tickets: a person with a valid one is going, with as many places as tickets; a person with
 * none left gives the place back. It looks at all tickets and not at what just happened, so that payments and refunds may arrive in any
 * order, and repeatedly.
 */
export async function settleOn(step: Step, list: GuestList, userId: string): Promise<void> {
  const before = await list.find(userId);
  const tickets = await validTickets(step, list.event.id, userId);
  const first = tickets[0];
  // Who was inside already, on a place without a ticket, is inside with the first ticket.
  if (first && before?.tickets === 0 && before.checkedInAt && !first.checkedInAt) {
    tickets[0] = await markUsed(step, first, before.checkedInAt, Math.min(1, before.inside));
    await moveScans(step, before.id, first.id);
  }
  const used = tickets.filter(({ checkedInAt }) => checkedInAt !== null);
  const inside = used.reduce((sum, ticket) => sum + ticket.inside, 0);
  const isSame = used.length === (before?.admitted ?? 0) && inside === (before?.inside ?? 0);
  if (tickets.length === (before?.tickets ?? 0) && isSame) return;
  if (tickets.length === 0) {
    if (before && before.tickets > 0) await list.put(before, userId, { status: 'CANCELLED' });
    return;
  }
  const checkedInAt = used[0]?.checkedInAt;
  await list.put(before, userId, {
    status: 'GOING',
    guest: first?.orderId === userId,
    tickets: tickets.length,
    admitted: used.length,
    inside,
    ...(checkedInAt ? { checkedInAt } : {}),
  });
}

/** When somebody was let in with it, and whether they are inside; null: nobody was, after all. Payments is told when that turns. */
export async function markUsed(step: Step, ticket: TicketCopy, at: Date | null, inside: number): Promise<TicketCopy> {
  if (ticket.checkedInAt?.getTime() === at?.getTime() && ticket.inside === inside) return ticket;
  const turns = (ticket.checkedInAt === null) !== (at === null);
  const data = { checkedInAt: at, inside, ...(turns ? { doorVersion: { increment: 1 } } : {}) };
  const used = await step.tx.ticketCopy.update({ where: { id: ticket.id }, data });
  if (turns) await step.tell(ticketAtDoor(used, at ? 'ADMITTED' : 'REVOKED', at ?? step.now));
  return used;
}

/** The scans of a person's place without a ticket are scans of the ticket that they have now. */
const moveScans = ({ tx }: Step, attendanceId: string, ticketId: string) =>
  tx.checkIn.updateMany({ where: { attendanceId, ticketId: null }, data: { ticketId, people: 1 } });

/**
 * Payments asks to take tickets back. One that was not used is closed: nobody is let in with it from now on. One that was used stays used,
 * unless the box office takes the entry back. All under the lock of the guest list, like a scan: of the two one is first, never both.
 */
export async function returnTickets(step: Step, { eventId, orderId, refundId, ticketIds, force }: TicketReturnRequested): Promise<void> {
  const list = await GuestList.open(step, eventId);
  if (!list) return;
  const holders = new Set<string>();
  for (const id of [...ticketIds].sort()) {
    // The request may be here before the payment.
    const known = { id, orderId, eventId };
    const ticket = await step.tx.ticketCopy.upsert({ where: { id }, create: known, update: {} });
    const used = ticket.checkedInAt !== null;
    const state = !used ? 'RELEASED' : force ? 'REVOKED' : 'ADMITTED';
    const closed = state === 'ADMITTED' ? {} : { closedAt: ticket.closedAt ?? list.now, checkedInAt: null, inside: 0 };
    const now = await step.tx.ticketCopy.update({ where: { id }, data: { ...closed, doorVersion: { increment: 1 } } });
    if (state === 'REVOKED') await step.tx.checkIn.updateMany({ where: { eventId, ticketId: id }, data: { undoneAt: list.now } });
    await step.tell(ticketAtDoor(now, state, ticket.checkedInAt ?? list.now, refundId));
    if (now.userId) holders.add(now.userId);
  }
  for (const userId of [...holders].sort()) await settleOn(step, list, userId);
  await list.save();
}
