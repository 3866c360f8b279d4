import type { Step } from '../../context';
import type { Attendance, CheckIn, TicketCopy } from '../../generated/prisma/client';
import type { GuestList } from './guest-list.store';
import { partySize } from './party';
import { hashOfCode, type Shown } from './scan';
import { markUsed, settleOn, validTickets } from './ticket.store';

/** Whom a scan lets in: a person on their place, or with one of their tickets. */
export interface Scanned {
  attendance: Attendance;
  /** The ticket that it uses; null on a place without tickets. */
  ticket: TicketCopy | null;
  /** When this place, or this ticket, was used; null when not yet. */
  usedAt: Date | null;
}

/** Null when there is no such guest, or no such ticket of this event. */
export const findScanned = (step: Step, list: GuestList, { userId, ticketCode }: Shown): Promise<Scanned | null> =>
  ticketCode ? byTicket(step, list, ticketCode) : byPerson(step, list, userId!);

/** Lets the guest in, and keeps the scan. */
export async function admit(
  step: Step,
  list: GuestList,
  { attendance, ticket }: Scanned,
  scan: Pick<CheckIn, 'eventId' | 'deviceId' | 'nonce' | 'subject' | 'people' | 'checkedInBy'>,
): Promise<void> {
  const checkedInAt = list.now;
  await step.tx.checkIn.create({ data: { ...scan, attendanceId: attendance.id, ticketId: ticket?.id ?? null, checkedInAt } });
  if (!ticket) {
    await list.put(attendance, attendance.userId, {
      status: 'GOING',
      admitted: attendance.admitted + scan.people,
      checkedInAt: attendance.checkedInAt ?? checkedInAt,
    });
    return;
  }
  await markUsed(step, ticket, checkedInAt);
  await settleOn(step, list, attendance.userId);
}

/** A person who has tickets uses one of them, so that it lets in nobody else. */
async function byPerson(step: Step, list: GuestList, userId: string): Promise<Scanned | null> {
  const attendance = await list.find(userId);
  if (!attendance) return null;
  const tickets = attendance.tickets > 0 ? await validTickets(step, list.event.id, userId) : [];
  if (tickets.length === 0) {
    const everybody = attendance.admitted >= partySize(attendance);
    return { attendance, ticket: null, usedAt: everybody ? attendance.checkedInAt : null };
  }
  const open = tickets.find(({ checkedInAt, closedAt }) => !checkedInAt && !closedAt);
  return { attendance, ticket: open ?? tickets.find(({ checkedInAt }) => !checkedInAt) ?? tickets[0]!, usedAt: null };
}

/** We know only the hashes of codes, from the orders that were paid. */
async function byTicket(step: Step, list: GuestList, code: string): Promise<Scanned | null> {
  const eventId = list.event.id;
  const ticket = await step.tx.ticketCopy.findFirst({
    where: { eventId, codeHash: hashOfCode(code), refundedAt: null, paidAt: { not: null } },
  });
  const attendance = ticket?.userId ? await list.find(ticket.userId) : null;
  return attendance && { attendance, ticket, usedAt: ticket!.checkedInAt };
}
