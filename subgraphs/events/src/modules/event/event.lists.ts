import { parsePage, toConnection, type Connection, type PageArguments } from '@marquee/platform';
import type { Tools } from '../../context';
import type { ListName } from './event.pages';
import type { EventRow } from './event.row';

/** Lists of events that hang on people and groups, as Relay connections. */
export class EventListService {
  constructor(private readonly tools: Tools) {}

  organizedBy = (userId: string, args: PageArguments) => this.list('organized', userId, args);
  ofGroup = (groupId: string, args: PageArguments) => this.list('ofGroup', groupId, args);
  attendedBy = (userId: string, args: PageArguments) => this.list('attending', userId, args);
  calendarOf = (userId: string, args: PageArguments) => this.ownList('calendar', userId, args);
  savedBy = (userId: string, args: PageArguments) => this.ownList('saved', userId, args);
  likedBy = (userId: string, args: PageArguments) => this.ownList('liked', userId, args);
  invitedTo = (args: PageArguments) => this.list('invitedTo', this.tools.viewer().id, args);

  /** For lists that are nobody else's business. */
  private async ownList(list: ListName, userId: string, args: PageArguments): Promise<Connection<EventRow> | null> {
    return this.tools.caller.viewer?.id === userId ? this.list(list, userId, args) : null;
  }

  private async list(list: ListName, ownerId: string, args: PageArguments): Promise<Connection<EventRow>> {
    const { loaders } = this.tools;
    const page = parsePage(args, { list, keyLength: 2 });
    const rows = await loaders.eventPage[list].load({ id: ownerId, page });
    return toConnection(rows, page, (row) => [row.sortKey.toISOString(), row.id], {
      node: (row) => row.event,
      totalCount: async () => (await loaders.eventTotal[list].load(ownerId))?.total ?? 0,
    });
  }
}
