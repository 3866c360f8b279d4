import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { publicSeries, visibleSeries } from './series.sql';
import type { SeriesView } from './series.types';

export const seriesLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** As far as the viewer sees one of its events, or owns it. */
  seriesById: byId(
    async (ids: readonly string[]) => {
      const visible = await db.prisma.$queryRaw<{ id: string }[]>(visibleSeries(ids, viewer));
      const rows = await db.prisma.eventSeries.findMany({ where: { id: { in: visible.map(({ id }) => id) } } });
      return rows as unknown as SeriesView[];
    },
    (series) => series.id,
  ),
  /** Those that are for everybody, and on show. */
  publicSeriesById: byId(
    (ids: readonly string[]) => db.prisma.$queryRaw<{ id: string }[]>(publicSeries(ids)),
    (series) => series.id,
  ),
});
