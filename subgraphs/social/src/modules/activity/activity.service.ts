import { parsePage, toConnection, type Connection, type PageArguments } from '@marquee/platform';
import { viewerOf, type Deps } from '../../deps';
import type { ActivityItem } from '../../generated/prisma/client';
import { afterCursor } from '../../keyset';
import { feedOf } from './activity.loaders';

/** What people did, as far as each lets the viewer see it. */
export class ActivityService {
  constructor(private readonly deps: Deps) {}

  async feed(args: PageArguments): Promise<Connection<ActivityItem>> {
    const page = parsePage(args, { list: 'activityFeed', keyLength: 2 });
    const rows = await feedOf(this.deps.db, viewerOf(this.deps).id, page.from && afterCursor(page.from), page.limit + 1);
    return toConnection(rows, page, sortKey);
  }

  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<ActivityItem>> {
    const page = parsePage(args, { list: 'eventActivity', keyLength: 2 });
    if (page.from) afterCursor(page.from);
    return toConnection(await this.deps.loaders.eventActivityPage.load({ id: eventId, page }), page, sortKey);
  }
}

const sortKey = (item: ActivityItem) => [item.occurredAt.toISOString(), item.id];
