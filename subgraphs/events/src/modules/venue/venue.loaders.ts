import { byId, rowsOf } from '@marquee/platform';
import type { Venue } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const venuesById = rowsOf<Venue>('Venue', 'id = ANY($1::uuid[])');

/** A venue by its id says nothing of rights: the caller asks `VenueService` whether the viewer may know of it, or has it of an event that they see. */
export const venueLoaders = ({ db }: Kept) => ({
  venueById: byId(
    (ids: readonly string[]) => venuesById(db, [ids]),
    (venue) => venue.id,
  ),
});
