import { invalidInput, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { eligibility } from '@marquee/schema/rules/eligibility';
import type { Context } from '../../context';
import type { EventLottery, LotteryEntry } from '../../generated/prisma/client';
import { eventNotOpen, notEligible } from '../attendance/attendance.refusals';
import type { EligibilityService } from '../attendance/eligibility.service';
import { GuestList } from '../attendance/guest-list.store';
import { answerToEnter, eventToEnter } from '../event/event-eligibility';
import { holdRight } from '../event/event-rights.store';
import { isOpen } from '../event/event-status';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { registrationOf } from '../registration/registration.store';
import type { EnterEventLottery, LeaveEventLottery, OpenEventLottery } from './lottery.input';
import { lotteryNotOpen } from './lottery.refusals';
import { byEntryId } from './lottery.sql';
import { enterLottery, lockLottery, openLottery } from './lottery.store';

/** Places that are given by lot. */
export class LotteryService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly eligibility: EligibilityService,
  ) {}

  async of(event: EventRow): Promise<EventLottery | null> {
    return this.ctx.loaders.lotteryByEventId.load(event.id);
  }

  async open(input: OpenEventLottery): Promise<EventRow> {
    const { kept, viewer } = this.ctx;
    const { eventId, places, closesAt } = input;
    await this.events.requireRight(eventId, 'RUN');
    await kept.eventTurns.take(eventId, () =>
      this.ctx.change('openEventLottery', input, async (step) => {
        await holdRight(step, eventId, viewer, 'RUN');
        const list = await GuestList.open(step, eventId);
        if (!list) throw notFound('This event');
        const { event, now } = list;
        if (!isOpen(event, now)) throw eventNotOpen(event.status, event.status === 'PUBLISHED' ? 'OVER' : 'NOT_PUBLISHED');
        if (closesAt <= now || closesAt >= event.startsAt) throw invalidInput('closesAt', 'must be in the future, and before the start');
        if (list.ticketed) throw notAllowed('Places at this event come by a ticket.');
        if (list.waiting > 0) throw notAllowed('People wait for this event already: its places are theirs first.');
        if (await lockLottery(step, eventId)) throw notAllowed('This event has a lottery already.');
        if (places > list.freePlaces) throw invalidInput('places', `must be at most ${list.freePlaces}: no more are free`);
        await openLottery(step, eventId, { places, closesAt });
        list.setLottery(true);
        await list.save();
      }),
    );
    return this.events.afterChange(eventId);
  }

  async enter(input: EnterEventLottery): Promise<EventRow> {
    const { loaders, viewer } = this.ctx;
    const { eventId } = input;
    const companions = input.companions ?? 0;
    const event = await this.events.require(eventId);
    const person = await this.eligibility.personAt(event);
    const answer = await loaders.viewerAttendanceByEventId.load(eventId);
    await this.ctx.change('enterEventLottery', input, async (step) => {
      const lottery = await lockLottery(step, eventId);
      // Read under the lock: whoever waited for it may be too late.
      const now = step.kept.clock.now();
      if (lottery?.state !== 'OPEN' || lottery.closesAt <= now) throw lotteryNotOpen(lottery ? stateOf(lottery, now) : null);
      const { maxCompanions } = await registrationOf(step, eventId);
      if (companions > maxCompanions) throw invalidInput('companions', `must be at most ${maxCompanions}`);
      if (1 + companions > lottery.places)
        throw invalidInput('companions', `must be at most ${lottery.places - 1}: there are no more places`);
      if (answer?.status === 'GOING') throw notAllowed('You have a place already.');
      const found = eligibility('GOING', { now, event: eventToEnter(event, false), person, answer: answerToEnter(answer, now) });
      if (found.code === 'CALLED_OFF' || found.code === 'OVER' || found.code === 'NOT_PUBLISHED')
        throw eventNotOpen(event.status, found.code);
      if (found.code !== 'ELIGIBLE' && found.code !== 'FULL') throw notEligible(found);
      await enterLottery(step, eventId, viewer.id, companions);
    });
    return this.events.afterChange(eventId);
  }

  async leave(input: LeaveEventLottery): Promise<EventRow> {
    const { eventId } = input;
    await this.events.require(eventId);
    await this.ctx.change('leaveEventLottery', input, async (step) => {
      const lottery = await lockLottery(step, eventId);
      const now = step.kept.clock.now();
      if (lottery?.state !== 'OPEN' || lottery.closesAt <= now) throw lotteryNotOpen(lottery ? stateOf(lottery, now) : null);
      await step.tx.lotteryEntry.deleteMany({ where: { eventId, userId: this.ctx.viewer.id } });
    });
    return this.events.afterChange(eventId);
  }

  state(lottery: EventLottery) {
    return stateOf(lottery, this.ctx.kept.clock.now());
  }

  async entryCount({ eventId }: EventLottery): Promise<number> {
    return (await this.ctx.loaders.entryCountByEventId.load(eventId))?._count ?? 0;
  }

  async viewerEntry({ eventId }: EventLottery): Promise<LotteryEntry | null> {
    return this.ctx.loaders.viewerEntryByEventId.load(eventId);
  }

  /** None before the close: who sees others enter may be swayed. */
  async entries({ eventId, entriesHash }: EventLottery, args: PageArguments): Promise<Connection<LotteryEntry>> {
    const { loaders } = this.ctx;
    const page = byEntryId.page(args);
    const isClosed = entriesHash !== null;
    const rows = isClosed ? await loaders.entryPageByEventId.load({ id: eventId, page }) : [];
    const count = async () => (isClosed ? ((await loaders.entryCountByEventId.load(eventId))?._count ?? 0) : 0);
    return byEntryId.connection(rows, page, { totalCount: count });
  }
}

/** Past its time it is closed, though the job that publishes the entries has not come by. */
const stateOf = ({ state, closesAt }: EventLottery, now: Date): EventLottery['state'] =>
  state === 'OPEN' && closesAt <= now ? 'CLOSED' : state;
