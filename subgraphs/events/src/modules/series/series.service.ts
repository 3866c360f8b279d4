import { randomUUID } from 'node:crypto';
import {
  invalidInput,
  invalidInputs,
  isId,
  notAllowed,
  notFound,
  type Connection,
  type InputFault,
  type PageArguments,
} from '@marquee/platform';
import type { Context, Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import type { AuthoringService } from '../authoring/authoring.service';
import { nextStatus } from '../authoring/authoring.refusals';
import { callOff } from '../authoring/cancel.store';
import { lockSeries } from '../event/event-series.store';
import type { EventService } from '../event/event.service';
import { lockEvent, removeEvent } from '../event/event.store';
import type { EventRow, WholeEvent } from '../event/event.types';
import { cancellationOf, seriesCancellationOf } from '../impact/impact';
import { requireConfirmed } from '../impact/impact.store';
import type { StoredContent } from '../template/template.types';
import type { TemplateService } from '../template/template.service';
import { occurrencesBetween } from './recurrence';
import { columnsOf, firstOf, readSchedule, scheduleOf } from './series-schedule';
import type { CancelOccurrence, CancelSeries, CreateSeries } from './series.input';
import { wrongSeriesStatus } from './series.refusals';
import { occurrences, occurrencesOf } from './series.sql';
import { asJson, changeSeries, holdSeries, upcoming } from './series.store';
import type { SeriesView } from './series.types';
import { instantOf } from './wall-clock';

/** That are not over: for a person, and for an organisation. */
const MOST_SERIES = 300;

/** Events that are held again and again. */
export class SeriesService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly authoring: AuthoringService,
    private readonly templates: TemplateService,
  ) {}

  async byId(id: string): Promise<SeriesView | null> {
    return isId(id) ? this.ctx.loaders.seriesById.load(id) : null;
  }

  async require(id: string): Promise<SeriesView> {
    const series = await this.byId(id);
    if (!series) throw notFound('This series');
    return series;
  }

  async isPublic(id: string): Promise<boolean> {
    return (await this.ctx.loaders.publicSeriesById.load(id)) !== null;
  }

  async occurrencesOf({ id }: SeriesView, from: Date | null, args: PageArguments): Promise<Connection<EventRow>> {
    const { kept, caller, loaders } = this.ctx;
    const page = occurrences.page(args, from ? { of: `${id} ${from.getTime()}` } : { of: id });
    const source = occurrencesOf(id, caller.viewer, from);
    const { condition, order } = occurrences.tagged(page, { startsAt: Prisma.sql`e.starts_at`, id: Prisma.sql`e.id` });
    const keys = await kept.db.prisma.$queryRaw<{ id: string; startsAt: Date }[]>`
      SELECT e.id, e.starts_at AS "startsAt" FROM ${source} AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}`;
    const events = await Promise.all(keys.map((key) => loaders.eventById.load(key.id)));
    const rows = keys.flatMap((key, at) => (events[at] ? [{ ...key, event: events[at] }] : []));
    return occurrences.connection(rows, page, {
      node: ({ event }) => event,
      totalCount: async () => (await kept.db.prisma.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM ${source}`)[0]!.n,
    });
  }

  async create(input: CreateSeries): Promise<{ series: SeriesView; event: EventRow }> {
    const { content, durationMinutes, organizationId } = await this.wished(input);
    const { schedule, faults } = readSchedule(input.schedule, content.timezone, durationMinutes);
    if (!schedule) throw invalidInputs(faults as InputFault[]);
    const { recurrenceId, ...times } = firstOf(schedule);
    const draft = { ...content, ...times, organizationId };
    await this.authoring.requireDraft(draft);
    const eventId = await this.ctx.change('createSeries', input, async (step) => {
      const { viewer } = this.ctx;
      await requireRoom(step, viewer.id, organizationId);
      const owner = { creatorId: viewer.id, organizationId };
      const at = { createdAt: step.now, updatedAt: step.now };
      const series = await step.tx.eventSeries.create({
        data: { id: randomUUID(), ...owner, ...columnsOf(schedule), content: asJson(content), ...at },
      });
      return this.authoring.makeDraft(step, { ...draft, seriesId: series.id, recurrenceId, seriesRole: 'FIRST' });
    });
    const event = await this.events.afterChange(eventId);
    return { event, series: await this.require(event.seriesId!) };
  }

  /** Returns the event that was called off; null where it was not made yet. */
  async cancelOccurrence(input: CancelOccurrence): Promise<{ series: SeriesView; event: EventRow | null }> {
    const { seriesId, recurrenceId, reason, confirmation } = input;
    await this.require(seriesId);
    const eventId = await this.ctx.change('cancelOccurrence', input, async (step): Promise<string | null> => {
      const series = await this.lockOpen(step, seriesId);
      const known = await step.tx.event.findUnique({ where: { seriesId_recurrenceId: { seriesId, recurrenceId } }, select: { id: true } });
      const event = known && (await lockEvent(step, known.id));
      if (event) {
        nextStatus('cancel', event);
        await requireConfirmed(step, { by: this.ctx.viewer.id, what: cancellationOf(event.id) }, [event.id], confirmation);
        await callOff(step, event, reason, this.ctx.viewer.id);
        return event.id;
      }
      const startsAt = instantOf(recurrenceId, series.timezone);
      const [start] = occurrencesBetween(scheduleOf(series), startsAt, new Date(startsAt.getTime() + 1), 1);
      if (start?.recurrenceId !== recurrenceId || startsAt <= step.now)
        throw invalidInput('recurrenceId', 'must be a start of this series that is to come');
      await changeSeries(step, seriesId, { excluded: [...series.excluded, recurrenceId].sort() });
      return null;
    });
    return { series: await this.require(seriesId), event: eventId ? await this.events.afterChange(eventId) : null };
  }

  async cancel(input: CancelSeries): Promise<SeriesView> {
    const { seriesId, reason, confirmation } = input;
    await this.require(seriesId);
    await this.ctx.change('cancelSeries', input, async (step) => {
      await this.lockOpen(step, seriesId);
      await changeSeries(step, seriesId, { status: 'CANCELLED' });
      const events: WholeEvent[] = [];
      for (const id of await upcoming(step, seriesId, 'ALL')) {
        const event = await lockEvent(step, id);
        if (event?.seriesId !== seriesId || event.status === 'CANCELLED' || event.status === 'REJECTED') continue;
        if (event.status === 'DRAFT') await removeEvent(step, event);
        else events.push(event);
      }
      const act = { by: this.ctx.viewer.id, what: seriesCancellationOf(seriesId) };
      const ids = events.map(({ id }) => id);
      await requireConfirmed(step, act, ids, confirmation);
      for (const event of events) await callOff(step, event, reason, this.ctx.viewer.id);
    });
    return this.require(seriesId);
  }

  private async lockOpen(step: Step, seriesId: string) {
    const series = await lockSeries(step, seriesId);
    if (!series) throw notFound('This series');
    await holdSeries(step, series, this.ctx.viewer);
    if (series.status === 'CANCELLED') throw wrongSeriesStatus(series.status, 'This series is called off.');
    return series;
  }

  private async wished(input: CreateSeries): Promise<{ content: StoredContent; durationMinutes: number; organizationId: string | null }> {
    if (input.templateId) return this.templates.require(input.templateId);
    const { durationMinutes, ...content } = input.content!;
    return { content, durationMinutes, organizationId: input.organizationId ?? null };
  }
}

/** Those who make series side by side count each other's. */
async function requireRoom({ tx }: Step, viewerId: string, organizationId: string | null): Promise<void> {
  const owner = organizationId ? { organizationId } : { creatorId: viewerId, organizationId: null };
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:series:' || ${organizationId ?? viewerId}))`;
  if ((await tx.eventSeries.count({ where: { ...owner, status: { in: ['DRAFT', 'ACTIVE'] } } })) >= MOST_SERIES)
    throw notAllowed(`At most ${MOST_SERIES} series go on: end one that is not needed any more.`);
}
