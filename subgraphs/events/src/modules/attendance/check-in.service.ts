import { invalidInput, keyReused, notFound } from '@marquee/platform';
import { eligibility, type PersonToEnter } from '@marquee/schema/rules/eligibility';
import type { Context } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import { answerToEnter, eventToEnter } from '../event/event-eligibility';
import { holdRight } from '../event/event-rights.store';
import type { EventService } from '../event/event.service';
import type { CheckIn, UndoCheckIn } from './attendance.input';
import { alreadyCheckedIn, doorClosed, eventNotOpen, noPlace } from './attendance.refusals';
import { fold } from './door-fold';
import { findPlace, keepScan, placesOf, settlePlace, tryScan, type Place } from './door.store';
import type { EligibilityService } from './eligibility.service';
import { GuestList } from './guest-list.store';
import { noReentryFrom } from '../registration/registration.store';
import { shownBy, subjectOf, type Shown } from './scan';

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

  async checkIn(input: CheckIn): Promise<{ attendance: Attendance; attendeeName: string | null }> {
    const { kept, loaders, viewer } = this.ctx;
    const { eventId, nonce } = input;
    await this.events.requireRight(eventId, 'ADMIT');
    const scan = { eventId, deviceId: input.deviceId ?? viewer.id, nonce };
    const shown: Shown = input.ticketCode
      ? shownBy(eventId, input.ticketCode, await kept.passKeys.publicKeys())
      : { kind: 'person', userId: input.userId! };
    const subject = subjectOf(shown);
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
          const place = await findPlace(step, list, shown, input.direction ?? 'ENTRY');
          this.refuse(list, place, shown);
          const attempt = {
            ...scan,
            direction: input.direction ?? ('ENTRY' as const),
            people: peopleOf(place, input, (await noReentryFrom(step, eventId)) !== null),
            scannedAt: list.now,
          };
          const { scan: made, folded, outcome, usedAt } = await tryScan(step, place, attempt);
          if (outcome === 'CONFLICT') throw refusalOf(place, input, usedAt ?? list.now);
          const beside = { subject, door: input.door ?? null, offline: false, checkedInBy: viewer.id, checkedInAt: list.now };
          await keepScan(step, place, { ...made, ...beside, outcome });
          await settlePlace(step, list, place, folded);
          await list.save();
          return place.attendance.id;
        }
        // Opening the list may have ended offers.
        await list.save();
        return known.attendanceId;
      }),
    );
    const attendance = await loaders.attendanceById.load(id);
    if (!attendance) throw notFound('This attendance');
    return { attendance, attendeeName: await this.nameOn(scan) };
  }

  /** The name on the ticket that a scan was of. */
  private async nameOn(scan: { eventId: string; deviceId: string; nonce: string }): Promise<string | null> {
    const [row] = await this.ctx.kept.db.query<{ name: string | null }>({
      name: 'name_on_scanned_ticket',
      text: `SELECT t.attendee_name AS name FROM check_ins c JOIN tickets t ON t.id = c.ticket_id
             WHERE c.event_id = $1::uuid AND c.device_id = $2 AND c.nonce = $3`,
      values: [scan.eventId, scan.deviceId, scan.nonce],
    });
    return row?.name ?? null;
  }

  /** Takes a scan back, as if it had never been: the door let in, or out, the wrong guest. */
  async undo(input: UndoCheckIn): Promise<Attendance> {
    const { kept, loaders, viewer } = this.ctx;
    const { eventId, deviceId, nonce } = input;
    await this.events.requireRight(eventId, 'ADMIT');
    const id = await kept.eventTurns.take(eventId, () =>
      this.ctx.change('undoCheckIn', input, async (step) => {
        await holdRight(step, eventId, viewer, 'ADMIT');
        const list = await GuestList.open(step, eventId);
        const key = { eventId, deviceId: deviceId ?? viewer.id, nonce };
        const scan = list && (await step.tx.checkIn.findUnique({ where: { eventId_deviceId_nonce: key } }));
        if (!scan) throw notFound('This scan');
        const attendance = await step.tx.attendance.findUnique({ where: { id: scan.attendanceId } });
        if (!attendance) throw notFound('This scan');
        if (!scan.undoneAt) {
          await step.tx.checkIn.update({ where: { eventId_deviceId_nonce: key }, data: { undoneAt: list.now } });
          const ticket = scan.ticketId ? await step.tx.ticketCopy.findUnique({ where: { id: scan.ticketId } }) : null;
          const left = await step.tx.checkIn.findMany({ where: { attendanceId: attendance.id, ticketId: scan.ticketId, undoneAt: null } });
          await settlePlace(
            step,
            list,
            { attendance, ticket },
            fold(left, placesOf({ attendance, ticket }), await noReentryFrom(step, eventId)),
          );
        }
        await list.save();
        return attendance.id;
      }),
    );
    return (await loaders.attendanceById.load(id))!;
  }

  private refuse(list: GuestList, place: Place | null, shown: Shown): asserts place is Place {
    const { event, now } = list;
    const door = this.eligibility.doorOf(event);
    const answer = answerToEnter(place?.attendance ?? null, now);
    const found = eligibility('ENTRY', { now, event: eventToEnter(event, list.ticketed), person: GUEST, answer, door });
    if (found.code === 'CALLED_OFF' || found.code === 'NOT_PUBLISHED')
      throw eventNotOpen(event.status, found.code, 'There is no door to this event now.');
    if (found.code === 'DOOR_NOT_OPEN' || found.code === 'DOOR_CLOSED') throw doorClosed(door, found);
    if (!place || found.code === 'PLACE_NEEDED')
      throw noPlace(shown.kind === 'person' ? 'This person has no place at this event.' : 'This ticket is not valid for this event.');
  }
}

function refusalOf({ ticket, attendance }: Place, { direction }: CheckIn, usedAt: Date) {
  if (direction === 'EXIT') return noPlace('Nobody is inside on this place.');
  if (ticket?.closedAt) return noPlace('This ticket was given back.');
  return alreadyCheckedIn(usedAt, (ticket ?? attendance).inside === 0);
}

/** How many come in, or go: all of the party who have not, or as many of them as the door says. */
function peopleOf({ attendance, ticket }: Place, { people, direction }: CheckIn, onlyOnce: boolean): number {
  if (ticket) {
    if ((people ?? 1) > 1) throw invalidInput('people', 'must be 1: each ticket is one person');
    return 1;
  }
  const { inside, admitted } = attendance;
  const left = direction === 'EXIT' ? inside : placesOf({ attendance, ticket }) - (onlyOnce ? admitted : inside);
  if (people && left > 0 && people > left) throw invalidInput('people', `must be at most ${left}`);
  return people ?? Math.max(1, left);
}
