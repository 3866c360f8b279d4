import { byId, rowsOf } from '@marquee/platform';
import type { Venue } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const venuesById = rowsOf<Venue>('Venue', 'id = ANY($1::uuid[])', { lists: { amenities: true, accessibility: true } });

/** A venue by its id says nothing of rights: the caller asks `VenueService` whether the viewer may know of it, or has it of an event that they see. */
export const venueLoaders = ({ db }: Kept) => ({
  /** By the id of one that was merged into another one: that one. */
  venueById: byId(
    async (ids: readonly string[]): Promise<(Venue & { askedId: string })[]> => {
      const rows = await venuesById(db, [ids]);
      const into = rows.flatMap(({ mergedInto }) => mergedInto ?? []);
      const kept = new Map((into.length > 0 ? await venuesById(db, [into]) : []).map((venue) => [venue.id, venue]));
      return rows.map((venue) => ({ ...((venue.mergedInto && kept.get(venue.mergedInto)) || venue), askedId: venue.id }));
    },
    (venue) => venue.askedId,
  ),
});
