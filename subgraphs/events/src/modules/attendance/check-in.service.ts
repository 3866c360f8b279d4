import { invalidInput, keyReused, notFound } from '@marquee/platform';
import { eligibility, type PersonToEnter } from '@marquee/schema/rules/eligibility';
import type { Context } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import { answerToEnter, eventToEnter } from '../event/event-eligibility';
import { holdRight } from '../event/event-rights.store';
import type { EventService } from '../event/event.service';
import type { CheckIn } from './attendance.input';
import { alreadyCheckedIn, doorClosed, eventNotOpen, noPlace } from './attendance.refusals';
import { admit, findScanned, type Scanned } from './door.store';
import type { EligibilityService } from './eligibility.service';
import { GuestList } from './guest-list.store';
import { partySize } from './party';
import { subjectOf } from './scan';

/** The door asks for a place and the hour, and nothing else of the guest. */
const GUEST: PersonToEnter = { active: true, points: 0, reputation: 0, invited: false, team: false };

/**
 * The door. A scan is known by its device and nonce: sent again, by a scanner that lost the answer, it is the same scan. The same device and
 * nonce for something else is refused: two scanners that count alike must not let in who was not scanned.
 */
export class CheckInService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly eligibility: EligibilityService,
  ) {}

  async checkIn(input: CheckIn): Promise<Attendance> {
    const { kept, loaders, viewer } = this.ctx;
    const { eventId, nonce } = input;
    await this.events.requireRight(eventId, 'ADMIT');
    const scan = { eventId, deviceId: input.deviceId ?? viewer.id, nonce };
    const subject = subjectOf(input);
    const id = await kept.eventTurns.take(eventId, () =>
      // The nonce is what an idempotency key is elsewhere: it belongs to the scan, not to its sender.
      this.ctx.change('checkIn', {}, async (step) => {
        await holdRight(step, eventId, viewer, 'ADMIT');
        const list = await GuestList.open(step, eventId);
        if (!list) throw notFound('This event');
        const known = await step.tx.checkIn.findUnique({ where: { eventId_deviceId_nonce: scan } });
        if (known && known.subject !== subject) throw keyReused();
        if (known?.undoneAt) throw noPlace('This entry was taken back. Scan again to let the guest in.');
        if (!known) {
          const scanned = await findScanned(step, list, input);
          this.refuse(list, scanned, input);
          await admit(step, list, scanned, { ...scan, subject, people: peopleOf(scanned, input), checkedInBy: viewer.id });
          await list.save();
          return scanned.attendance.id;
        }
        // Opening the list may have ended offers.
        await list.save();
        return known.attendanceId;
      }),
    );
    const attendance = await loaders.attendanceById.load(id);
    if (!attendance) throw notFound('This attendance');
    return attendance;
  }

  private refuse(list: GuestList, scanned: Scanned | null, { ticketCode }: CheckIn): asserts scanned is Scanned {
    const { event, now } = list;
    const door = this.eligibility.doorOf(event);
    const answer = answerToEnter(scanned?.attendance ?? null, now);
    const found = eligibility('ENTRY', { now, event: eventToEnter(event, list.ticketed), person: GUEST, answer, door });
    if (found.code === 'CALLED_OFF' || found.code === 'NOT_PUBLISHED')
      throw eventNotOpen(event.status, found.code, 'There is no door to this event now.');
    if (found.code === 'DOOR_NOT_OPEN' || found.code === 'DOOR_CLOSED') throw doorClosed(door, found);
    if (!scanned || found.code === 'PLACE_NEEDED')
      throw noPlace(ticketCode ? 'This ticket is not valid for this event.' : 'This person has no place at this event.');
    const usedAt = scanned.usedAt ?? (found.code === 'ALREADY_IN' ? scanned.attendance.checkedInAt : null);
    if (usedAt) throw alreadyCheckedIn(usedAt);
    if (scanned.ticket?.closedAt) throw noPlace('This ticket was given back.');
  }
}

/** How many come in: all of the party who are not inside, or as many of them as the door says. */
function peopleOf({ attendance, ticket }: Scanned, { people }: CheckIn): number {
  const left = ticket ? 1 : partySize(attendance) - attendance.admitted;
  if ((people ?? 1) > left) throw invalidInput('people', `must be at most ${left}`);
  return people ?? left;
}
