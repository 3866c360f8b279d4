import type { Connection, PageArguments } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import type { ActivityItem } from '../../generated/prisma/client';
import { eventActivityNewestFirst, feedNewestFirst, feedOf } from './activity.sql';

/** What people did, as far as each lets the viewer see it. */
export class ActivityService {
  constructor(private readonly ctx: Context) {}

  async feed(args: PageArguments): Promise<Connection<ActivityItem>> {
    const page = feedNewestFirst.page(args);
    const { viewer, kept } = this.ctx;
    return feedNewestFirst.connection(await kept.db.query<ActivityItem>(feedOf(viewer.id, staffMay(viewer, 'SEE'), page)), page);
  }

  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<ActivityItem>> {
    const page = eventActivityNewestFirst.page(args);
    return eventActivityNewestFirst.connection(await this.ctx.loaders.eventActivityPage.load({ id: eventId, page }), page);
  }
}
