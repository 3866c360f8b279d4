import { createHash } from 'node:crypto';
import type { Connection, PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import type { EventRow } from '../event/event.types';
import type { MyEventsFilter } from './listing.input';
import { keysets, runBySql, type ListName } from './listing.sql';

/** Lists of events that hang on people, groups and organisations. */
export class ListingService {
  constructor(private readonly ctx: Context) {}

  organizedBy = (userId: string, args: PageArguments) => this.pageOf('organized', userId, args);
  ofOrganization = (organizationId: string, args: PageArguments) => this.pageOf('ofOrganization', organizationId, args);
  ofGroup = (groupId: string, args: PageArguments) => this.pageOf('ofGroup', groupId, args);
  attendedBy = (userId: string, args: PageArguments) => this.pageOf('attending', userId, args);
  calendarOf = (userId: string, args: PageArguments) => this.ownPageOf('calendar', userId, args);
  /** The caller has asked whether that person shows it to the viewer. */
  sharedCalendarOf = (userId: string, args: PageArguments) => this.pageOf('sharedCalendar', userId, args);
  savedBy = (userId: string, args: PageArguments) => this.ownPageOf('saved', userId, args);
  likedBy = (userId: string, args: PageArguments) => this.ownPageOf('liked', userId, args);
  atVenue = (venueId: string, when: 'UPCOMING' | 'PAST', args: PageArguments) =>
    this.pageOf(when === 'PAST' ? 'pastAtVenue' : 'atVenue', venueId, args);
  invitedTo = (args: PageArguments) => this.pageOf('invitedTo', this.ctx.viewer.id, args);

  /** The viewer's alone, so it needs no loader: one statement for the keys, one for the events, one for the total. */
  async runByViewer(filter: MyEventsFilter, args: PageArguments): Promise<Connection<EventRow>> {
    const { kept, viewer, loaders } = this.ctx;
    const { runBy } = keysets;
    const of =
      JSON.stringify(filter) === '{}' ? undefined : createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 12);
    const page = runBy.page(args, of ? { of } : {});
    const from = runBySql(viewer, filter, kept.clock.now());
    const { condition, order } = runBy.tagged(page, { sortedAt: Prisma.sql`e.starts_at`, id: Prisma.sql`e.id` });
    const keys = await kept.db.prisma.$queryRaw<{ id: string; sortedAt: Date }[]>`
      SELECT e.id, e.starts_at AS "sortedAt" FROM ${from} AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}`;
    const events = await Promise.all(keys.map(({ id }) => loaders.eventById.load(id)));
    // One that was deleted between the two reads is left out.
    const rows = keys.flatMap((key, at) => (events[at] ? [{ ...key, event: events[at] }] : []));
    return runBy.connection(rows, page, {
      node: ({ event }) => event,
      totalCount: async () => (await kept.db.prisma.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM ${from}`)[0]!.n,
    });
  }

  /** For lists that are nobody else's business. */
  private async ownPageOf(name: ListName, userId: string, args: PageArguments): Promise<Connection<EventRow> | null> {
    return this.ctx.viewerId === userId ? this.pageOf(name, userId, args) : null;
  }

  private async pageOf(name: ListName, ownerId: string, args: PageArguments): Promise<Connection<EventRow>> {
    const { loaders } = this.ctx;
    const page = keysets[name].page(args);
    const rows = await loaders.listPage[name].load({ id: ownerId, page });
    return keysets[name].connection(rows, page, {
      node: ({ event }) => event,
      totalCount: async () => (await loaders.listTotal[name].load(ownerId))?.total ?? 0,
    });
  }
}
