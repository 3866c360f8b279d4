import { byId, rowsOf } from '@marquee/platform';
import type { SalesForecast } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const lastOf = rowsOf<SalesForecast>(
  'SalesForecast',
  'event_id = ANY($1::uuid[]) AND made_at = (SELECT max(l.made_at) FROM sales_forecasts l WHERE l.event_id = sales_forecasts.event_id)',
);

export const salesForecastLoaders = ({ db }: Kept) => ({
  /** The last one made. */
  salesForecastByEventId: byId(
    (eventIds: readonly string[]) => lastOf(db, [eventIds]),
    (forecast) => forecast.eventId,
  ),
});
