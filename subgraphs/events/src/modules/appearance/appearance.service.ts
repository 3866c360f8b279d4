import { followPushes, invalidInput } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import { withinCategories } from '../category/category-tree';
import { cellsAround, kilometresBetween } from '../event/event-cells';
import { isForEverybody } from '../event/event-status';
import type { EventRow } from '../event/event.types';
import type { Appearance } from './appearance.input';

/** Events as they come on show, by place and kind (X38). */
export class AppearanceService {
  constructor(private readonly ctx: Context) {}

  async follow({ near, categorySlugs }: Appearance): Promise<AsyncIterableIterator<EventRow>> {
    const unknown = categorySlugs.find((slug) => !withinCategories(slug));
    if (unknown !== undefined)
      throw invalidInput('where.categorySlugs', `there is no category "${unknown}"; ask \`categories\` for all of them`);
    const slugs = [...new Set(categorySlugs.flatMap((slug) => withinCategories(slug)!))];
    // The narrower of the two is listened to; the other one is looked at.
    const channel = slugs.length > 0 ? slugs.map(channels.appearedOf) : cellsAround(near!).map(channels.appearedAt);
    return followPushes<Context, { id: string }, EventRow>(this.ctx, {
      channel,
      async load({ id }, { loaders, viewerId }) {
        const event = await loaders.eventById.load(id);
        if (!event || event.hidden || event.status !== 'PUBLISHED' || !isForEverybody(event)) return null;
        if (slugs.length > 0 && !slugs.includes(event.categorySlug)) return null;
        if (viewerId !== null && (await loaders.tieByUserId.load(event.creatorId))?.blocked) return null;
        if (!near) return event;
        const venue = event.venueId ? await loaders.venueById.load(event.venueId) : null;
        if (venue?.latitude == null || venue.longitude == null) return null;
        const { latitude, longitude } = venue;
        return kilometresBetween(near, { latitude, longitude }) <= near.radiusKm ? event : null;
      },
      // What is told is for everybody.
      allowed: () => Promise.resolve(true),
    });
  }
}
