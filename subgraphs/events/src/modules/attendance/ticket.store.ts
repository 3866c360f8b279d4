import type { Step } from '../../context';
import { GuestList } from './guest-list.store';

/**
 * Brings a person's answer into line with their tickets: a person with a valid one is going, a person with none left gives the place
 * back. It looks at all tickets and not at what just happened, so that payments and refunds may arrive in any order, and repeatedly.
 *
 * A ticket always has its place: its tier's stock was the limit, and the money is taken (docs/decisions/places-and-tickets.md).
 */
export async function settleTickets(step: Step, eventId: string, userId: string): Promise<void> {
  const list = await GuestList.open(step, eventId);
  if (!list) return;
  const valid = await step.tx.ticketCopy.count({ where: { eventId, userId, paidAt: { not: null }, refundedAt: null } });
  const before = await list.find(userId);
  if (valid > 0 && !before?.ticketed) await list.put(before, userId, { status: 'GOING', ticket: true });
  if (valid === 0 && before?.ticketed) await list.put(before, userId, { status: 'CANCELLED', ticket: false });
  await list.save();
}
