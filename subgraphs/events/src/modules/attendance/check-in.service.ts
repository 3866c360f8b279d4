import { createHash } from 'node:crypto';
import { notAllowed, notFound, Refusal } from '@marquee/platform';
import type { Tools } from '../../context';
import type { Tx } from '../../db';
import type { Attendance } from '../../generated/prisma/client';
import { mayManageAttendees } from '../event/event.access';
import { isOnShow } from '../event/event.status';
import type { VisibleEvents } from '../event/event.visible';
import type { CheckIn } from './attendance.input';
import { GuestList } from './guest-list';
import { takeTurn } from './turns';

/** Who is let in, and by what: a person's place, or one ticket of it. */
interface Guest {
  attendance: Attendance;
  ticketId: string | null;
  /** When this place, or this ticket, was used; null when not yet. */
  usedAt: Date | null;
}

/** The door. A scan is known by its nonce: sent again, by a scanner that lost the answer, it is the same scan. */
export class CheckInService {
  constructor(
    private readonly tools: Tools,
    private readonly visible: VisibleEvents,
  ) {}

  async checkIn({ eventId, userId, ticketCode, nonce }: CheckIn): Promise<Attendance> {
    const { db, caller, viewer } = this.tools;
    const { id: scannedBy } = viewer();
    const event = await this.visible.require(eventId);
    if (!mayManageAttendees(event, viewer())) throw notAllowed('Only the organiser of this event lets people in.');
    if (!isOnShow(event) || event.status === 'CANCELLED') {
      throw new Refusal('EventNotOpen', 'NOT_ALLOWED_NOW', 'There is no door to this event now.', { status: event.status });
    }
    const id = await takeTurn(event.id, () =>
      db.transaction(async (tx, after) => {
        const list = await GuestList.open({ runtime: this.tools, tx, after, correlationId: caller.correlationId }, event.id);
        if (!list) throw notFound('This event');
        const known = await tx.checkIn.findUnique({ where: { eventId_nonce: { eventId: event.id, nonce } } });
        if (known) return known.attendanceId;
        const guest = ticketCode ? await byTicket(tx, event.id, ticketCode) : await byPerson(tx, event.id, userId!);
        if (!guest)
          throw new Refusal(
            'NoPlace',
            'NOT_ALLOWED_NOW',
            ticketCode ? 'This ticket is not valid for this event.' : 'This person has no place at this event.',
          );
        if (guest.usedAt) throw alreadyIn(guest.usedAt);
        const { attendance, ticketId } = guest;
        const checkedInAt = list.now;
        await tx.checkIn.create({
          data: { eventId: event.id, nonce, attendanceId: attendance.id, ticketId, checkedInBy: scannedBy, checkedInAt },
        });
        if (ticketId) await tx.ticket.update({ where: { id: ticketId }, data: { checkedInAt } });
        if (!attendance.checkedInAt) await list.put(attendance, attendance.userId, { status: 'GOING', checkedInAt });
        await list.save();
        return attendance.id;
      }),
    );
    return db.prisma.attendance.findUniqueOrThrow({ where: { id } });
  }
}

async function byPerson(tx: Tx, eventId: string, userId: string): Promise<Guest | null> {
  const attendance = await tx.attendance.findUnique({ where: { eventId_userId: { eventId, userId } } });
  return attendance?.status === 'GOING' ? { attendance, ticketId: null, usedAt: attendance.checkedInAt } : null;
}

/** We know only the hashes of codes, from the orders that were paid. */
async function byTicket(tx: Tx, eventId: string, code: string): Promise<Guest | null> {
  const codeHash = createHash('sha256').update(code).digest('hex');
  const ticket = await tx.ticket.findFirst({ where: { eventId, codeHash, refundedAt: null, paidAt: { not: null } } });
  const guest = ticket && (await byPerson(tx, eventId, ticket.userId));
  return guest && { attendance: guest.attendance, ticketId: ticket.id, usedAt: ticket.checkedInAt };
}

const alreadyIn = (checkedInAt: Date) =>
  new Refusal('AlreadyCheckedIn', 'NOT_ALLOWED_NOW', `Was let in before, at ${checkedInAt.toISOString()}.`, { checkedInAt });
