import { byId, rowsOf } from '@marquee/platform';
import type { Database } from '../../db';
import type { Venue } from '../../generated/prisma/client';

const venuesById = rowsOf<Venue>('Venue', 'id = ANY($1::uuid[])');

export const venueLoaders = (db: Database) => ({
  venueById: byId(
    (ids: readonly string[]) => venuesById(db, [ids]),
    (venue) => venue.id,
  ),
});
