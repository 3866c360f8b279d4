import { conflict, invalidInput, invalidInputs, notFound, type InputFault } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { EventSeries, EventStatus } from '../../generated/prisma/client';
import type { AuthoringService, EventPatch } from '../authoring/authoring.service';
import { wrongEventStatus } from '../authoring/authoring.refusals';
import { callOff } from '../authoring/cancel.store';
import { needsApproval } from '../event/event-approval';
import { splitContent } from '../event/event-content';
import { lockSeries } from '../event/event-series.store';
import { isEditable } from '../event/event-status';
import type { EventService } from '../event/event.service';
import { changeEvent, lockEvent, removeEvent, requestReview, wholeEvents } from '../event/event.store';
import type { EventRow, WholeEvent } from '../event/event.types';
import { CALLED_OFF, changeOf } from '../impact/impact';
import { requireConfirmed, viewOf } from '../impact/impact.store';
import { impactsOf } from '../impact/impact.sql';
import type { Act, ImpactRow, ImpactView } from '../impact/impact.types';
import type { StoredContent } from '../template/template.types';
import { occurrencesBetween, type Schedule } from './recurrence';
import { columnsOf, firstOf, MADE_AHEAD_MS, MOST_AHEAD, placed, readSchedule } from './series-schedule';
import type { UpdateSeries } from './series.input';
import { wrongSeriesStatus } from './series.refusals';
import type { SeriesService } from './series.service';
import { asJson, changeSeries, contentOf, holdSeries, lockFollower, makeOccurrences, upcoming } from './series.store';
import { splitSeries } from './series-split.store';
import type { SeriesView } from './series.types';

/** What a change does, apart from what it writes. */
interface Course {
  /** The occurrences that it reaches are known. */
  reaches(ids: readonly string[]): void;
  /** Before these are called off: throws unless that is confirmed. */
  confirm(step: Step, act: Act, off: readonly string[]): Promise<unknown>;
}

/** An occurrence before a change, or after it. */
export interface Occurring {
  id: string;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  status: EventStatus;
  isEdited: boolean;
}

/** What a change would do. */
export interface ForeseenChange {
  /** The occurrences to come, as they are; neither called off nor refused ones. */
  before: Occurring[];
  /** The same, and those that it makes. */
  after: Occurring[];
  /** Whose words or time it changes, unless it calls them off. */
  reached: ReadonlySet<string>;
  /** Null where nobody has to be shown what is called off. */
  confirmation: ImpactView['confirmation'];
}

/** Thrown to take back what was done. */
class TakenBack extends Error {
  override name = 'TakenBack';
}

/** Changes of an occurrence, alone or with others of its series. */
export class SeriesEditService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly authoring: AuthoringService,
    private readonly series: SeriesService,
  ) {}

  async update(input: UpdateSeries): Promise<{ series: SeriesView; event: EventRow }> {
    const { seriesId, faults } = await this.check(input);
    const course: Course = {
      reaches: () => undefined,
      confirm: (step, act, off) => requireConfirmed(step, act, off, input.confirmation),
    };
    await this.ctx.change('updateSeries', input, (step) => this.apply(step, input, seriesId, faults, course));
    const event = await this.events.afterChange(input.eventId);
    return { event, series: await this.series.require(event.seriesId!) };
  }

  /**
   * What `update` would do: it is done, in a transaction that is taken back. So nothing is foretold by other rules than those by which it is
   * done. Throws what `update` refuses, but for what has to be confirmed.
   */
  async foresee(input: UpdateSeries): Promise<ForeseenChange> {
    const { seriesId, faults } = await this.check(input);
    let foreseen: ForeseenChange | undefined;
    const trial = async (step: Step): Promise<never> => {
      const before = await occurringIn(step, [seriesId]);
      const reached = new Set<string>();
      let confirmation: ForeseenChange['confirmation'] = null;
      const course: Course = {
        reaches: (ids) => ids.forEach((id) => reached.add(id)),
        confirm: async (_, act, off) => {
          const rows = await step.tx.$queryRaw<ImpactRow[]>(impactsOf(off));
          ({ confirmation } = viewOf(step.kept, act, rows, CALLED_OFF));
        },
      };
      await this.apply(step, input, seriesId, faults, course);
      const { seriesId: now } = await step.tx.event.findUniqueOrThrow({ where: { id: input.eventId }, select: { seriesId: true } });
      foreseen = { before, after: await occurringIn(step, [...new Set([seriesId, now!])]), reached, confirmation };
      throw new TakenBack();
    };
    try {
      await this.ctx.change('updateSeries', { ...input, idempotencyKey: null }, trial);
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error;
    }
    return foreseen!;
  }

  private async check({ eventId, changes }: UpdateSeries): Promise<{ seriesId: string; faults: InputFault[] }> {
    const known = await this.events.requireRight(eventId, 'EDIT');
    if (known.seriesId === null) throw invalidInput('eventId', 'is no occurrence of a series');
    const seriesId = known.seriesId;
    const references = { ...changes, venueId: changes.venueId === known.venueId ? undefined : changes.venueId };
    const faults = (await this.authoring.referenceFaults(references)).map((fault) => ({ ...fault, path: `changes.${fault.path}` }));
    return { seriesId, faults };
  }

  private async apply(step: Step, input: UpdateSeries, seriesId: string, faults: readonly InputFault[], course: Course): Promise<unknown> {
    const { viewer } = this.ctx;
    const { eventId, version, scope, changes, startsAt, endsAt } = input;
    if (scope === 'THIS') {
      const patch = { ...changes, ...(startsAt ? { startsAt } : {}), ...(endsAt ? { endsAt } : {}) };
      course.reaches([eventId]);
      return this.authoring.edit(step, eventId, version, faults, () => Promise.resolve(patch));
    }
    const whole = await lockSeries(step, seriesId);
    if (!whole) throw notFound('This series');
    await holdSeries(step, whole, viewer);
    if (whole.status === 'CANCELLED') throw wrongSeriesStatus(whole.status, 'This series is called off.');
    const anchor = await lockEvent(step, eventId);
    if (anchor?.seriesId !== seriesId || anchor.version !== version) throw conflict('This event has changed since. Read it again.');
    if (!isEditable(anchor.status) || anchor.startsAt <= step.now)
      throw wrongEventStatus(anchor.status, 'Choose an occurrence that is to come.');
    const schedule = input.schedule ? this.wishedSchedule(input, whole) : null;
    const from = scope === 'THIS_AND_FOLLOWING' ? anchor.recurrenceId! : schedule ? await firstToCome(step, seriesId) : null;
    const series = from === null ? whole : await splitSeries(step, whole, from);
    if (Object.keys(changes).length > 0) await this.changeAll(step, series, anchor, changes, faults, course);
    if (schedule) await this.reschedule(step, series, schedule, input, course);
    return undefined;
  }

  private wishedSchedule(input: UpdateSeries, series: EventSeries): Schedule {
    const timezone = input.timezone ?? series.timezone;
    const { schedule, faults } = readSchedule(input.schedule!, timezone, input.durationMinutes ?? series.durationMinutes);
    if (!schedule) throw invalidInputs(faults as InputFault[]);
    return schedule;
  }

  /** The named one first: what has to be approved is proposed by it, for all. */
  private async changeAll(
    step: Step,
    series: EventSeries,
    anchor: WholeEvent,
    changes: EventPatch,
    faults: readonly InputFault[],
    course: Course,
  ): Promise<void> {
    const reach = { seriesId: series.id, follows: false };
    const { tx } = step;
    await this.authoring.edit(step, anchor.id, anchor.version, faults, () => Promise.resolve(changes), reach);
    if (anchor.seriesRole === 'FOLLOWS') await tx.event.update({ where: { id: anchor.id }, data: { seriesRole: 'ANCHOR' } });
    const [changed] = await wholeEvents(step, [anchor.id]);
    // One place for all: what was told anew is one row by now.
    const patch = changes.venue && changed ? { ...changes, venue: undefined, venueId: changed.venueId } : changes;
    const others = await upcoming(step, series.id, 'AS_IT_SAYS');
    course.reaches([anchor.id, ...others]);
    for (const id of others) {
      const other = id === anchor.id ? null : await lockFollower(step, series, id);
      if (other && isEditable(other.status))
        await this.authoring.edit(step, id, null, [], () => Promise.resolve(patch), { ...reach, follows: true });
    }
    const waits = needsApproval(anchor, this.ctx.viewer);
    const now = waits ? splitContent(patch as Parameters<typeof splitContent>[0]).rest : patch;
    const told = Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== undefined && !(waits && name === 'venue')));
    const content = { ...contentOf(series), ...told } as StoredContent;
    await changeSeries(step, series.id, { content: asJson({ ...content, venue: null }) });
  }

  /**
   * Events that have a place in the new schedule are moved there, with their guests; the others are called off, where they have guests only once
   * that is confirmed.
   */
  private async reschedule(step: Step, before: EventSeries, schedule: Schedule, input: UpdateSeries, course: Course): Promise<void> {
    const { viewer } = this.ctx;
    const anchorId = input.eventId;
    const status = before.status === 'ENDED' ? ('ACTIVE' as const) : before.status;
    const series = await changeSeries(step, before.id, { ...columnsOf(schedule), status });
    const rows: WholeEvent[] = [];
    for (const id of await upcoming(step, series.id, 'AS_IT_SAYS')) {
      const event = await lockFollower(step, series, id);
      if (event && isEditable(event.status)) rows.push(event);
    }
    const occupied = await step.tx.event.findMany({
      where: { seriesId: series.id, id: { notIn: rows.map(({ id }) => id) } },
      select: { recurrenceId: true },
    });
    const taken = new Set(occupied.map(({ recurrenceId }) => recurrenceId));
    const last = Math.max(step.now.getTime() + MADE_AHEAD_MS, ...rows.map(({ startsAt }) => startsAt.getTime() + 1));
    const wanted =
      series.status === 'DRAFT' && rows.length === 1
        ? [firstOf(schedule)]
        : occurrencesBetween(schedule, step.now, new Date(last), MOST_AHEAD * 2).filter(({ recurrenceId }) => !taken.has(recurrenceId));
    const { moved, left } = placed(rows, wanted, anchorId);
    const off = left.filter(({ status: its }) => its !== 'DRAFT' && its !== 'REJECTED').map(({ id }) => id);
    await course.confirm(step, { by: viewer.id, what: changeOf('series', input) }, off);
    for (const event of left) {
      if (event.status === 'DRAFT') await removeEvent(step, event);
      else if (event.status !== 'REJECTED') await callOff(step, event, 'The series has other dates now.', viewer.id);
    }
    for (const [event, { recurrenceId, startsAt, endsAt }] of moved) {
      const isSame = event.startsAt.getTime() === startsAt.getTime() && event.endsAt.getTime() === endsAt.getTime();
      if (isSame && event.recurrenceId === recurrenceId && event.timezone === series.timezone) continue;
      const [latest] = await wholeEvents(step, [event.id]);
      const start = event.startsAt.getTime() === startsAt.getTime() ? {} : { startsAt, startChangedAt: step.now };
      const data = { ...start, endsAt, recurrenceId, timezone: series.timezone, contentVersion: latest!.version + 1 };
      const changed = await changeEvent(step, latest!, data, 'UPDATED', viewer.id);
      if (changed.status === 'PENDING_REVIEW') await requestReview(step, changed);
    }
    if (series.status === 'ACTIVE') await makeOccurrences(step, series);
  }
}

/** Where the occurrences that are over end; null where none is. */
async function firstToCome({ tx, now }: Step, seriesId: string): Promise<string | null> {
  const next = await tx.event.findFirst({ where: { seriesId, startsAt: { gt: now } }, orderBy: { recurrenceId: 'asc' } });
  const past = await tx.event.count({ where: { seriesId, startsAt: { lte: now } } });
  return past > 0 ? (next?.recurrenceId ?? null) : null;
}

/** The occurrences of these series to come that are not called off or refused, the first first. */
async function occurringIn({ tx, now }: Step, seriesIds: string[]): Promise<Occurring[]> {
  const rows = await tx.event.findMany({
    where: { seriesId: { in: seriesIds }, startsAt: { gt: now }, status: { notIn: ['CANCELLED', 'REJECTED'] } },
    select: { id: true, startsAt: true, endsAt: true, timezone: true, status: true, seriesRole: true },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ seriesRole, ...row }) => ({ ...row, isEdited: seriesRole === 'EDITED' }));
}
