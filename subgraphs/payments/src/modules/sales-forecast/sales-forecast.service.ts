import type { Context } from '../../context';
import type { EventAccess } from '../event/event-access.service';
import type { ForecastGap, SalesForecastView } from './sales-forecast.types';

/** What is expected of an event's sales, for those who report. */
export class SalesForecastService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** Null without the right REPORT. */
  async ofEvent(eventId: string): Promise<SalesForecastView | null> {
    if (!(await this.events.hasRight(eventId, 'REPORT'))) return null;
    const { loaders, kept } = this.ctx;
    const [event, row] = await Promise.all([loaders.eventById.load(eventId), loaders.salesForecastByEventId.load(eventId)]);
    if (!event || event.status !== 'PUBLISHED' || event.startsAt <= kept.clock.now()) return { gap: 'SALES_OVER', row: null };
    return { gap: row ? (row.gap as ForecastGap | null) : 'NOT_MADE_YET', row };
  }
}
