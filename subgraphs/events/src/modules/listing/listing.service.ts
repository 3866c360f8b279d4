import type { Connection, PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { EventRow } from '../event/event.types';
import { keysets, type ListName } from './listing.sql';

/** Lists of events that hang on people, groups and organisations. */
export class ListingService {
  constructor(private readonly ctx: Context) {}

  organizedBy = (userId: string, args: PageArguments) => this.pageOf('organized', userId, args);
  ofOrganization = (organizationId: string, args: PageArguments) => this.pageOf('ofOrganization', organizationId, args);
  runByViewer = (args: PageArguments) => this.pageOf('runBy', this.ctx.viewer.id, args);
  ofGroup = (groupId: string, args: PageArguments) => this.pageOf('ofGroup', groupId, args);
  attendedBy = (userId: string, args: PageArguments) => this.pageOf('attending', userId, args);
  calendarOf = (userId: string, args: PageArguments) => this.ownPageOf('calendar', userId, args);
  /** The caller has asked whether that person shows it to the viewer. */
  sharedCalendarOf = (userId: string, args: PageArguments) => this.pageOf('sharedCalendar', userId, args);
  savedBy = (userId: string, args: PageArguments) => this.ownPageOf('saved', userId, args);
  likedBy = (userId: string, args: PageArguments) => this.ownPageOf('liked', userId, args);
  invitedTo = (args: PageArguments) => this.pageOf('invitedTo', this.ctx.viewer.id, args);

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
