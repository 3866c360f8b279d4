import { createHash } from 'node:crypto';
import { notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import { holdRight } from '../event/event-rights.store';
import { isOnShow } from '../event/event-status';
import type { EventService } from '../event/event.service';
import type { CheckIn } from './attendance.input';
import { alreadyCheckedIn, eventNotOpen, noPlace } from './attendance.refusals';
import { GuestList } from './guest-list.store';

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
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async checkIn({ eventId, userId, ticketCode, nonce }: CheckIn): Promise<Attendance> {
    const { kept, loaders, viewer } = this.ctx;
    const event = await this.events.requireRight(eventId, 'ADMIT');
    if (!isOnShow(event) || event.status === 'CANCELLED') throw eventNotOpen(event.status, 'There is no door to this event now.');
    const id = await kept.eventTurns.take(eventId, () =>
      // The nonce is what an idempotency key is elsewhere: it belongs to the scan, not to its sender.
      this.ctx.change('checkIn', {}, async (step) => {
        await holdRight(step, eventId, viewer, 'ADMIT');
        const list = await GuestList.open(step, eventId);
        if (!list) throw notFound('This event');
        const known = await step.tx.checkIn.findUnique({ where: { eventId_nonce: { eventId, nonce } } });
        if (known) {
          // Opening the list may have ended offers.
          await list.save();
          return known.attendanceId;
        }
        const guest = ticketCode ? await byTicket(step, eventId, ticketCode) : await byPerson(step, eventId, userId!);
        if (!guest) throw noPlace(ticketCode ? 'This ticket is not valid for this event.' : 'This person has no place at this event.');
        if (guest.usedAt) throw alreadyCheckedIn(guest.usedAt);
        const { attendance, ticketId } = guest;
        const checkedInAt = list.now;
        await step.tx.checkIn.create({
          data: { eventId, nonce, attendanceId: attendance.id, ticketId, checkedInBy: viewer.id, checkedInAt },
        });
        if (ticketId) await step.tx.ticketCopy.update({ where: { id: ticketId }, data: { checkedInAt } });
        if (!attendance.checkedInAt) await list.put(attendance, attendance.userId, { status: 'GOING', checkedInAt });
        await list.save();
        return attendance.id;
      }),
    );
    const attendance = await loaders.attendanceById.load(id);
    if (!attendance) throw notFound('This attendance');
    return attendance;
  }
}

async function byPerson({ tx }: Step, eventId: string, userId: string): Promise<Guest | null> {
  const attendance = await tx.attendance.findUnique({ where: { eventId_userId: { eventId, userId } } });
  return attendance?.status === 'GOING' ? { attendance, ticketId: null, usedAt: attendance.checkedInAt } : null;
}

/** We know only the hashes of codes, from the orders that were paid. */
async function byTicket(step: Step, eventId: string, code: string): Promise<Guest | null> {
  const codeHash = createHash('sha256').update(code).digest('hex');
  const ticket = await step.tx.ticketCopy.findFirst({ where: { eventId, codeHash, refundedAt: null, paidAt: { not: null } } });
  const guest = ticket && (await byPerson(step, eventId, ticket.userId));
  return guest && { attendance: guest.attendance, ticketId: ticket.id, usedAt: ticket.checkedInAt };
}
