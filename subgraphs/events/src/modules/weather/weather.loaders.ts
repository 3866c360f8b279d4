import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const weatherLoaders = ({ db: { prisma } }: Kept) => ({
  forecastByEventId: byId(
    (ids: readonly string[]) => prisma.eventForecast.findMany({ where: { eventId: { in: [...ids] } } }),
    (forecast) => forecast.eventId,
  ),
});
