import { notAllowed, notFound } from '@marquee/platform';
import { eligibility, type Eligibility, type PersonToEnter } from '@marquee/schema/rules/eligibility';
import type { Context, Step } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { EventService } from '../event/event.service';
import type { Rsvp } from './attendance.input';
import { eventNotOpen, hasTicket, notEligible, ticketNeeded } from './attendance.refusals';
import { answerToEnter, eventToEnter } from '../event/event-eligibility';
import type { EligibilityService } from './eligibility.service';
import { GuestList } from './guest-list.store';
import { outcomeOf } from './rsvp';
import { tiersOnSale } from './sales.store';

/** Answers of the viewer to events. */
export class RsvpService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly eligibility: EligibilityService,
  ) {}

  async rsvp(input: Rsvp): Promise<Attendance> {
    const { kept, loaders, viewer } = this.ctx;
    const { eventId, status, visibility } = input;
    const event = await this.events.require(eventId);
    // Read now: while a connection is held, no second one is waited for.
    const person = await this.eligibility.personAt(event);
    const usual = (await loaders.personById.load(viewer.id))?.attendanceVisibility ?? 'PRIVATE';
    const id = await kept.eventTurns.take(eventId, () =>
      this.ctx.change('rsvp', input, async (step) => {
        const list = await GuestList.open(step, eventId);
        if (!list) throw notFound('This event');
        const before = await list.find(viewer.id);
        const toGo = goingOf(list, before, person);
        if (isShut(toGo)) throw eventNotOpen(list.event.status, toGo.code);
        const outcome = outcomeOf(before, status, toGo.code);
        if (outcome.kind === 'held by ticket') throw hasTicket();
        if (outcome.kind === 'already inside') throw notAllowed('You were let in: your place cannot be given back any more.');
        if (outcome.kind === 'refused') throw await refusalOf(step, eventId, toGo);
        const becomes = outcome.kind === 'become' ? outcome.status : before!.status;
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

const goingOf = (list: GuestList, answer: Attendance | null, person: PersonToEnter | null): Eligibility =>
  eligibility('GOING', {
    now: list.now,
    event: eventToEnter(list.event, list.ticketed),
    person,
    answer: answerToEnter(answer, list.now),
    freePlaces: list.freePlaces,
  });

const isShut = ({ code }: Eligibility): boolean => code === 'NOT_PUBLISHED' || code === 'CALLED_OFF' || code === 'OVER';

const refusalOf = async (step: Step, eventId: string, toGo: Eligibility) =>
  toGo.code === 'TICKET_NEEDED' ? ticketNeeded(await tiersOnSale(step, eventId)) : notEligible(toGo);
