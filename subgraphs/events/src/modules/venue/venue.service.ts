import { invalidInput, isId, notFound } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import { Prisma, type Venue } from '../../generated/prisma/client';
import { requireWithinHour } from '../person/hourly-limit.store';
import type { CreateVenue } from './venue.input';
import { SHARED } from './venue-scope';
import { ensureVenue } from './venue.store';

export class VenueService {
  constructor(private readonly ctx: Context) {}

  /** A private place is known to the person who told of it, to those who judge events, and to who may see an event there. */
  async byId(id: string): Promise<Venue | null> {
    if (!isId(id)) return null;
    const venue = await this.ctx.loaders.venueById.load(id);
    return venue && (await this.isVisible(venue)) ? venue : null;
  }

  async require(id: string): Promise<Venue> {
    const venue = await this.byId(id);
    if (!venue) throw notFound('This venue');
    return venue;
  }

  /** May the viewer hold events there? At shared places, and at their own: what others told for a private event is not theirs to publish. */
  async isUsable(id: string): Promise<boolean> {
    const venue = isId(id) ? await this.ctx.loaders.venueById.load(id) : null;
    return venue !== null && !venue.hiddenAt && (venue.scope === SHARED || venue.scope === this.ctx.viewerId);
  }

  /** Substring match without case; those with more events first. Somebody's home, told for a private event, is not among them. */
  async named(name: string, first: number): Promise<Venue[]> {
    const text = name.trim();
    if (text.length < 2 || text.length > 100) throw invalidInput('name', 'must have 2 to 100 characters');
    if (first < 1 || first > 50) throw invalidInput('first', 'must be between 1 and 50');
    const { kept, loaders, viewerId } = this.ctx;
    const own = viewerId ? Prisma.sql`v.scope = ${viewerId}` : Prisma.sql`FALSE`;
    const found = await kept.db.prisma.$queryRaw<{ id: string }[]>`
      SELECT v.id FROM venues v CROSS JOIN LATERAL (
        SELECT count(*) AS events FROM events e
        WHERE e.venue_id = v.id AND e.visibility = 'PUBLIC' AND e.status IN ('PUBLISHED', 'COMPLETED')
      ) known
      WHERE v.name ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} AND v.hidden_at IS NULL AND ((v.scope = ${SHARED} AND known.events > 0) OR ${own})
      ORDER BY known.events DESC, v.id LIMIT ${first}`;
    const venues = await Promise.all(found.map(({ id }) => loaders.venueById.load(id)));
    return venues.filter((venue) => venue !== null);
  }

  async create(input: CreateVenue): Promise<Venue> {
    const { viewer, loaders } = this.ctx;
    const id = await this.ctx.change('createVenue', input, async (step) => {
      await requireWithinHour(step, viewer, 'VENUES');
      return ensureVenue(step, input.venue, viewer.id);
    });
    const venue = await loaders.venueById.load(id);
    if (!venue) throw notFound('This venue');
    return venue;
  }

  private async isVisible(venue: Venue): Promise<boolean> {
    const { caller, viewerId, loaders } = this.ctx;
    if (venue.scope === SHARED || venue.scope === viewerId || staffMay(caller.viewer, 'SEE')) return true;
    return (await loaders.seenAtVenueById.load(venue.id)) !== null;
  }
}
