import { invalidInput, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import { wrongEventStatus } from '../authoring/authoring.refusals';
import { isForEverybody } from '../event/event-status';
import type { EventService } from '../event/event.service';
import { changeEvent, lockEvent } from '../event/event.store';
import type { EventRow } from '../event/event.types';
import type { FeatureEvent } from './featured.input';

const nextFirst = new Keyset('featured', { startsAt: 'time', id: 'id' }, 'least first');
const MAX_DAYS = 90;

/** What the platform's staff recommends. */
export class FeaturedService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async list(args: PageArguments): Promise<Connection<EventRow>> {
    const { db, clock } = this.ctx.kept;
    const now = clock.now();
    const page = nextFirst.page(args);
    const rows = await db.prisma.event.findMany(
      nextFirst.prisma(page, {
        ...{ status: 'PUBLISHED' as const, visibility: 'PUBLIC' as const, hidden: false, endsAt: { gt: now } },
        ...{ featuredFrom: { lte: now }, featuredUntil: { gt: now } },
      }),
    );
    return nextFirst.connection(rows, page);
  }

  async feature(input: FeatureEvent): Promise<EventRow> {
    const { viewer } = this.ctx;
    await this.events.require(input.eventId);
    if (!staffMay(viewer, 'RUN')) throw notAllowed('Only the staff of the platform recommends events.');
    await this.ctx.change('featureEvent', input, async (step) => {
      const event = await lockEvent(step, input.eventId);
      if (!event) throw notFound('This event');
      const from = input.from ?? step.now;
      const until = input.until ?? null;
      if (until !== null) {
        if (!isForEverybody(event) || event.hidden) throw wrongEventStatus(event.status, 'Only what everybody may see is recommended.');
        if (until <= from || until <= step.now) throw invalidInput('until', 'must be after from, and not in the past');
        if (until.getTime() - from.getTime() > MAX_DAYS * 86_400_000)
          throw invalidInput('until', `must be at most ${MAX_DAYS} days after from`);
      }
      const columns = until === null ? { featuredFrom: null, featuredUntil: null } : { featuredFrom: from, featuredUntil: until };
      step.logger.info({ userId: viewer.id, eventId: event.id, until }, 'staff recommends an event');
      await changeEvent(step, event, columns, 'UPDATED', viewer.id);
    });
    return this.events.afterChange(input.eventId);
  }
}
