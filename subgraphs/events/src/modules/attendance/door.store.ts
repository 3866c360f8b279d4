import type { Step } from '../../context';
import type { Attendance, CheckIn, TicketCopy } from '../../generated/prisma/client';
import { fold, type Folded, type PlaceScan } from './door-fold';
import type { GuestList } from './guest-list.store';
import { partySize } from './party';
import type { Shown } from './scan';
import { noReentryFrom } from '../registration/registration.store';
import { markUsed, settleOn, validTickets } from './ticket.store';

/** What a scan is about: one ticket, or the party of an answer without tickets. */
export interface Place {
  attendance: Attendance;
  ticket: TicketCopy | null;
}

/** Null when there is no such guest, or no such ticket of this event. */
export async function findPlace(step: Step, list: GuestList, shown: Shown, direction: PlaceScan['direction']): Promise<Place | null> {
  const eventId = list.event.id;
  switch (shown.kind) {
    case 'person':
      return byPerson(step, list, shown.userId, direction);
    case 'code':
      return byTicket(step, list, await step.tx.ticketCopy.findFirst({ where: { eventId, codeHash: shown.hash, ...GOOD } }));
    case 'ticket':
      return byTicket(step, list, await step.tx.ticketCopy.findFirst({ where: { eventId, id: shown.id, ...GOOD } }));
    case 'guest': {
      const attendance = await step.tx.attendance.findFirst({ where: { eventId, id: shown.id, tickets: 0 } });
      return attendance && { attendance, ticket: null };
    }
    case 'nothing':
      return null;
  }
}

const GOOD = { refundedAt: null, paidAt: { not: null } };

/** How many people the place lets in: nobody with a ticket that is promised back, or on an answer that is none any more. */
export const placesOf = ({ attendance, ticket }: Place): number =>
  ticket ? (ticket.closedAt ? 0 : 1) : attendance.status === 'GOING' && attendance.tickets === 0 ? partySize(attendance) : 0;

/** The scans of a place that count. Where it was used and no scan tells so, because it was used before scans were kept, one is assumed. */
export async function scansOf({ tx }: Step, place: Place): Promise<PlaceScan[]> {
  const { attendance, ticket } = place;
  const scans = await tx.checkIn.findMany({ where: { attendanceId: attendance.id, ticketId: ticket?.id ?? null, undoneAt: null } });
  const usedAt = ticket ? ticket.checkedInAt : attendance.tickets === 0 ? attendance.checkedInAt : null;
  if (scans.length > 0 || !usedAt) return scans;
  return [{ deviceId: '', nonce: '', direction: 'ENTRY', people: ticket ? 1 : attendance.admitted, scannedAt: usedAt }];
}

/** Brings a place into line with its scans: who is inside, whether it was used, and what each scan came to. */
export async function settlePlace(step: Step, list: GuestList, place: Place, { admitted, inside, firstAt, outcomes }: Folded<PlaceScan>) {
  await keepOutcomes(step, list.event.id, outcomes);
  const { attendance, ticket } = place;
  const now = (await list.find(attendance.userId))!;
  if (!ticket) {
    const isSame = now.admitted === admitted && now.inside === inside && now.checkedInAt?.getTime() === firstAt?.getTime();
    if (!isSame && placesOf({ attendance: now, ticket }) > 0)
      await list.put(now, now.userId, { status: 'GOING', admitted, inside, checkedInAt: firstAt });
    return;
  }
  if (placesOf(place) > 0) await markUsed(step, ticket, firstAt, inside);
  await settleOn(step, list, attendance.userId);
}

async function keepOutcomes({ tx }: Step, eventId: string, outcomes: Folded<PlaceScan>['outcomes']): Promise<void> {
  for (const outcome of new Set(outcomes.map((one) => one.outcome))) {
    const scans = outcomes.filter((one) => one.outcome === outcome).map(({ scan: { deviceId, nonce } }) => ({ deviceId, nonce }));
    await tx.checkIn.updateMany({ where: { eventId, OR: scans, outcome: { not: outcome } }, data: { outcome } });
  }
}

/** What becomes of one more scan of a place, behind all that are known of it; nothing is written. */
export async function tryScan<Scan extends PlaceScan>(step: Step, place: Place, attempt: Scan) {
  const before = await scansOf(step, place);
  const last = Math.max(...before.map(({ scannedAt }) => scannedAt.getTime() + 1), attempt.scannedAt.getTime());
  const scan = { ...attempt, scannedAt: new Date(last) };
  const rule = await noReentryFrom(step, place.attendance.eventId);
  const folded = fold<PlaceScan>([...before, scan], placesOf(place), rule);
  const { outcome } = folded.outcomes.find((one) => one.scan === scan)!;
  return { scan, folded, outcome, usedAt: fold(before, placesOf(place), rule).firstAt };
}

/** Keeps a scan with what it came to. */
export const keepScan = ({ tx }: Step, place: Place, scan: Omit<CheckIn, 'attendanceId' | 'ticketId' | 'undoneAt'>) =>
  tx.checkIn.create({ data: { ...scan, attendanceId: place.attendance.id, ticketId: place.ticket?.id ?? null } });

/** A person who has tickets uses one of them, so that it lets in nobody else. */
async function byPerson(step: Step, list: GuestList, userId: string, direction: PlaceScan['direction']): Promise<Place | null> {
  const attendance = await list.find(userId);
  if (!attendance) return null;
  const tickets = attendance.tickets > 0 ? await validTickets(step, list.event.id, userId) : [];
  if (tickets.length === 0) return { attendance, ticket: null };
  const isOutside = ({ inside, closedAt }: TicketCopy) => inside === 0 && !closedAt;
  const unused = tickets.find((ticket) => !ticket.checkedInAt && isOutside(ticket));
  const fitting = direction === 'EXIT' ? tickets.find(({ inside }) => inside > 0) : (unused ?? tickets.find(isOutside));
  return { attendance, ticket: fitting ?? tickets.find(({ checkedInAt }) => !checkedInAt) ?? tickets[0]! };
}

/** We know only the hashes of codes, from the orders that were paid. */
async function byTicket(_step: Step, list: GuestList, ticket: TicketCopy | null): Promise<Place | null> {
  const attendance = ticket?.userId ? await list.find(ticket.userId) : null;
  return attendance && { attendance, ticket };
}
