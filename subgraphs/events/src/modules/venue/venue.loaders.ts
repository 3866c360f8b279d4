import { byId, rowsOf } from '@marquee/platform';
import type { Venue } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const venuesById = rowsOf<Venue>('Venue', 'id = ANY($1::uuid[])');

export const venueLoaders = ({ db }: Kept) => ({
  venueById: byId(
    (ids: readonly string[]) => venuesById(db, [ids]),
    (venue) => venue.id,
  ),
});
