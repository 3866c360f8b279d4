import type { Connection, PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { ActivityItem } from '../../generated/prisma/client';
import { ACTIVITY_OF_EVENT, feedNewestFirst, feedOf } from './activity.sql';

/** What people did, as far as each lets the viewer see it. */
export class ActivityService {
  constructor(private readonly ctx: Context) {}

  async feed(args: PageArguments): Promise<Connection<ActivityItem>> {
    const page = feedNewestFirst.page(args);
    return feedNewestFirst.connection(await this.ctx.kept.db.query<ActivityItem>(feedOf(this.ctx.viewer.id, page)), page);
  }

  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<ActivityItem>> {
    const page = ACTIVITY_OF_EVENT.keyset.page(args);
    return ACTIVITY_OF_EVENT.keyset.connection(await this.ctx.loaders.eventActivityPage.load({ id: eventId, page }), page);
  }
}
