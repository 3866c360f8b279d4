import { isId, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import { differencesBetween, type FieldDifference } from './event-version';
import { newestVersionsFirst } from './event-version.sql';
import type { VersionView } from './event-version.types';
import type { EventService } from './event.service';
import type { EventRow } from './event.types';

/** What an event was. For those who may edit it, and those who judge events. */
export class VersionService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  /** Null for people who may not read it. */
  async of(event: EventRow, args: PageArguments): Promise<Connection<VersionView> | null> {
    if (!(await this.events.mayReadDrafts(event))) return null;
    const { loaders } = this.ctx;
    const page = newestVersionsFirst.page(args, { of: event.id });
    const rows = await loaders.versionsByEventId.load({ id: event.id, page });
    return newestVersionsFirst.connection(rows, page, {
      totalCount: async () => (await loaders.versionCountByEventId.load(event.id))?.count ?? 0,
    });
  }

  /** Null where one of the two does not exist, or the viewer may not read them. */
  async compare(
    eventId: string,
    from: number,
    to: number,
  ): Promise<{ from: VersionView; to: VersionView; differences: FieldDifference[] } | null> {
    const [one, other] = await Promise.all([this.byNumber(eventId, from), this.byNumber(eventId, to)]);
    return one && other && { from: one, to: other, differences: differencesBetween(one.snapshot, other.snapshot) };
  }

  /** Null where it does not exist, or the viewer may not read it. */
  async byNumber(eventId: string, version: number): Promise<VersionView | null> {
    const event = isId(eventId) ? await this.events.byId(eventId) : null;
    if (!event || !(await this.events.mayReadDrafts(event))) return null;
    return this.ctx.loaders.versionByNumber.load({ eventId: event.id, version });
  }
}
