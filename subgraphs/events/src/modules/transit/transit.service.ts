import type { Context } from '../../context';
import type { Venue } from '../../generated/prisma/client';
import type { EventRow } from '../event/event.types';
import { metresBetween } from '../venue/distance';
import { transitScore, WALK_METRES } from './transit-score';

/** How well places are reached by public transport. */
export class TransitService {
  constructor(private readonly ctx: Context) {}

  scoreOf({ latitude, longitude }: Pick<Venue, 'latitude' | 'longitude'>): number | null {
    const { stops } = this.ctx.kept;
    if (!stops || latitude === null || longitude === null) return null;
    const point = { latitude, longitude };
    const nearest = new Map<string, number>();
    for (const stop of stops.near(point, WALK_METRES)) {
      const metres = metresBetween(point, stop);
      if (metres < (nearest.get(stop.station) ?? Infinity)) nearest.set(stop.station, metres);
    }
    return transitScore([...nearest.values()]);
  }

  async ofEvent({ venueId }: EventRow): Promise<number | null> {
    const venue = venueId === null ? null : await this.ctx.loaders.venueById.load(venueId);
    return venue && this.scoreOf(venue);
  }
}
