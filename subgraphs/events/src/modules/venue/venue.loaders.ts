import { byId } from '@marquee/platform';
import type { Database } from '../../db';

export const venueLoaders = ({ prisma }: Database) => ({
  venueById: byId(
    (ids: readonly string[]) => prisma.venue.findMany({ where: { id: { in: [...ids] } } }),
    (venue) => venue.id,
  ),
});
