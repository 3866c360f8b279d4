import { notAllowed, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import { isOpen } from '../event/event-status';
import type { EventService } from '../event/event.service';
import type { Rsvp } from './attendance.input';
import { hasTicket, noAnswersTaken } from './attendance.refusals';
import { GuestList } from './guest-list.store';
import { outcomeOf } from './rsvp';

/** Answers of the viewer to events. */
export class RsvpService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async rsvp(input: Rsvp): Promise<Attendance> {
    const { kept, loaders, viewer } = this.ctx;
    const { eventId, status, visibility } = input;
    await this.events.require(eventId);
    // Read now: while a connection is held, no second one is waited for.
    const usual = (await loaders.personById.load(viewer.id))?.attendanceVisibility ?? 'PRIVATE';
    const id = await kept.eventTurns.take(eventId, () =>
      this.ctx.change('rsvp', input, async (step) => {
        const list = await GuestList.open(step, eventId);
        if (!list) throw notFound('This event');
        if (!isOpen(list.event, list.now)) throw noAnswersTaken(list.event.status);
        const before = await list.find(viewer.id);
        const outcome = outcomeOf(before, status, list.hasFreePlace);
        if (outcome.kind === 'held by ticket') throw hasTicket();
        if (outcome.kind === 'already inside') throw notAllowed('You were let in: your place cannot be given back any more.');
        const becomes = outcome.kind === 'become' ? outcome.status : outcome.kind === 'queue' ? 'WAITLISTED' : before!.status;
        const shown = visibility ?? before?.visibility ?? usual;
        const unchanged = before && becomes === before.status && shown === before.visibility;
        const attendance = unchanged ? before : await list.put(before, viewer.id, { status: becomes, visibility: shown });
        await list.save();
        return attendance.id;
      }),
    );
    const attendance = await loaders.attendanceById.load(id);
    if (!attendance) throw notFound('This attendance');
    return attendance;
  }
}
