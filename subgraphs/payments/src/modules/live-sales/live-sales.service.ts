import { followPushes, notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { EventAccess } from '../event/event-access.service';
import type { LiveSalesView } from './live-sales.types';

/** What is sold of an event at this moment, for those who report. */
export class LiveSalesService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  mayFollow(eventId: string): Promise<boolean> {
    return this.events.hasRight(eventId, 'REPORT');
  }

  /** Null without the right REPORT, and where nothing was ever for sale. */
  async ofEvent(eventId: string): Promise<LiveSalesView | null> {
    if (!(await this.mayFollow(eventId))) return null;
    const tiers = await this.ctx.loaders.liveSalesByEventId.load(eventId);
    const [first] = tiers;
    return first ? { eventId, orders: first.orders, tiers } : null;
  }

  /** The same, first as it stands and then after each change, whatever was changed: it is read anew. */
  async updates(eventId: string): Promise<AsyncIterableIterator<LiveSalesView>> {
    if (!(await this.mayFollow(eventId))) throw notFound('The event');
    const look = (fresh: Context) => fresh.services.liveSales.ofEvent(eventId);
    return followPushes<Context, unknown, LiveSalesView>(this.ctx, {
      channel: channels.sold(eventId),
      load: (_, fresh) => look(fresh),
      onGap: async (fresh) => [await look(fresh)].filter((sales) => sales !== null),
      beginsWithGap: true,
      // Each value is all there is to know: what waits for a slow reader is told by the last.
      keep: 1,
      allowed: (fresh) => fresh.services.liveSales.mayFollow(eventId),
      endsOn: [channels.event(eventId), channels.rights(this.ctx.viewer.id)],
    });
  }
}
