import { invalidInput, isId, once, type z } from '@marquee/platform';
import type { Tools } from '../../context';
import { Prisma, type Venue } from '../../generated/prisma/client';
import type { createVenueInput } from './venue.input';
import { venueKey } from './venue.key';
import { ensureVenues } from './venue.store';

export class VenueService {
  constructor(private readonly tools: Tools) {}

  async find(id: string): Promise<Venue | null> {
    return isId(id) ? this.tools.loaders.venueById.load(id) : null;
  }

  /** Substring match without case; those with more events first. Somebody's home, told for a private event, is not among them. */
  async named(name: string, first: number): Promise<Venue[]> {
    const text = name.trim();
    if (text.length < 2 || text.length > 100) throw invalidInput('name', 'name must have 2 to 100 characters.');
    if (first < 1 || first > 50) throw invalidInput('first', 'first must be between 1 and 50.');
    const { caller, db, loaders } = this.tools;
    const own = caller.viewer ? Prisma.sql`v.created_by = ${caller.viewer.id}::uuid` : Prisma.sql`FALSE`;
    const found = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT v.id FROM venues v CROSS JOIN LATERAL (
        SELECT count(*) AS events FROM events e
        WHERE e.venue_id = v.id AND e.visibility = 'PUBLIC' AND e.status IN ('PUBLISHED', 'COMPLETED')
      ) known
      WHERE v.name ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} AND (known.events > 0 OR ${own})
      ORDER BY known.events DESC, v.id LIMIT ${first}`;
    const venues = await Promise.all(found.map(({ id }) => loaders.venueById.load(id)));
    return venues.filter((venue) => venue !== null);
  }

  async create({ venue, idempotencyKey }: z.output<typeof createVenueInput>): Promise<Venue> {
    const { db, viewer } = this.tools;
    const { id: creator } = viewer();
    const id = await db.transaction((tx) =>
      once(tx, { principal: creator, operation: 'createVenue', key: idempotencyKey, args: venue }, async () => {
        const ids = await ensureVenues(tx, [venue], creator);
        return ids.get(venueKey(venue))!;
      }),
    );
    return db.prisma.venue.findUniqueOrThrow({ where: { id } });
  }
}
