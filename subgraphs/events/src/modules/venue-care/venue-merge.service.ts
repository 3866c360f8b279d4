import { conflict, invalidInput, notAllowed, notFound } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import type { Venue } from '../../generated/prisma/client';
import { SHARED } from '../venue/venue-scope';
import type { VenueService } from '../venue/venue.service';
import { lockVenue } from '../venue/venue.store';
import type { MergeVenues, UndoVenueMerge } from './venue-merge.input';
import { venueDoubles } from './venue-merge.sql';
import { endMerge, mergeInto } from './venue-merge.store';

const UNDO_DAYS = 30;

interface Double {
  venue: Venue;
  other: Venue;
  likeness: number;
  metres: number | null;
}

/** Makes places one that were told as several. */
export class VenueMergeService {
  constructor(
    private readonly ctx: Context,
    private readonly venues: VenueService,
  ) {}

  async doubles(first: number): Promise<Double[]> {
    const { kept, loaders, viewer } = this.ctx;
    if (first < 1 || first > 50) throw invalidInput('first', 'must be between 1 and 50');
    if (!staffMay(viewer, 'RUN')) return [];
    const pairs = await kept.db.prisma.$queryRaw<{ id: string; otherId: string; likeness: number; metres: number | null }[]>(
      venueDoubles(first),
    );
    const found = await Promise.all(
      pairs.map(async ({ id, otherId, likeness, metres }) => {
        const [venue, other] = await Promise.all([loaders.venueById.load(id), loaders.venueById.load(otherId)]);
        return venue && other ? { venue, other, likeness, metres } : null;
      }),
    );
    return found.filter((pair) => pair !== null);
  }

  async merge(input: MergeVenues): Promise<Venue> {
    const { keptId, mergedId } = input;
    this.requireStaff();
    await this.ctx.change('mergeVenues', input, async (step) => {
      // In one order, so that two merges that meet take their locks one behind the other.
      const locked = new Map<string, Venue | null>();
      for (const id of [keptId, mergedId].sort()) locked.set(id, await lockVenue(step, id));
      const [kept, merged] = [locked.get(keptId), locked.get(mergedId)];
      if (kept?.scope !== SHARED || merged?.scope !== SHARED) throw notFound('This venue');
      if (kept.mergedInto !== null || merged.mergedInto !== null)
        throw conflict('One of these places was merged meanwhile. Read them again.');
      if (kept.hiddenAt || merged.hiddenAt) throw conflict('One of these places is hidden after reports, and says nothing to compare.');
      step.logger.info({ userId: this.ctx.viewer.id, keptId, mergedId }, 'staff merges two places');
      await mergeInto(step, kept, merged, this.ctx.viewer.id);
    });
    return this.venues.require(keptId);
  }

  async undo(input: UndoVenueMerge): Promise<Venue> {
    this.requireStaff();
    await this.ctx.change('undoVenueMerge', input, async (step) => {
      const venue = await lockVenue(step, input.mergedId);
      if (!venue || venue.mergedInto === null) throw notFound('This merge');
      if (venue.mergedAt!.getTime() + UNDO_DAYS * 86_400_000 < step.now.getTime())
        throw conflict(`A merge can be undone for ${UNDO_DAYS} days.`);
      step.logger.info({ userId: this.ctx.viewer.id, venueId: venue.id }, 'staff undoes a merge of places');
      await endMerge(step, venue);
    });
    return this.venues.require(input.mergedId);
  }

  private requireStaff(): void {
    if (!staffMay(this.ctx.viewer, 'RUN')) throw notAllowed('Only the staff of the platform merges places.');
  }
}
