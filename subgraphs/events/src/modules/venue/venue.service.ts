import { invalidInput, isId, once } from '@marquee/platform';
import type { Tools } from '../../context';
import type { Venue } from '../../generated/prisma/client';
import type { createVenueInput } from './venue.input';
import { venueKey } from './venue.key';
import { ensureVenues } from './venue.store';
import type { z } from '@marquee/platform';

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
    const { caller, db } = this.tools;
    return db.prisma.venue.findMany({
      where: {
        name: { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' },
        OR: [
          { events: { some: { visibility: 'PUBLIC', status: { in: ['PUBLISHED', 'COMPLETED'] } } } },
          ...(caller.viewer ? [{ createdBy: caller.viewer.id }] : []),
        ],
      },
      orderBy: [{ events: { _count: 'desc' } }, { id: 'asc' }],
      take: first,
    });
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
