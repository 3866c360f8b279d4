import type { Context } from '../../context';
import { discoveryChanged } from './discovery.facts';
import type { UpdateDiscoveryPreferences } from './discovery.input';
import { priceOf } from './discovery-price';
import type { DiscoveryView } from './discovery.types';

const NOTHING: DiscoveryView = {
  eventTypes: [],
  maxDistanceKm: null,
  priceRange: null,
  times: [],
  priceSensitivity: 0.5,
  socialPreference: 0.5,
};

/** What people look for. */
export class DiscoveryService {
  constructor(private readonly ctx: Context) {}

  async own(userId: string): Promise<DiscoveryView> {
    const row = await this.ctx.loaders.discoveryByUserId.load(userId);
    return row ? { ...row, priceRange: priceOf(row) } : NOTHING;
  }

  async update(input: UpdateDiscoveryPreferences): Promise<DiscoveryView> {
    const userId = this.ctx.viewer.id;
    // What is undefined stays; two changes of one person are one after the other, because each holds the account.
    await this.ctx.change('updateDiscoveryPreferences', input, async ({ tx, now, tell }) => {
      const { priceRange: price } = input;
      const data = {
        eventTypes: input.eventTypes === null ? [] : input.eventTypes,
        maxDistanceKm: input.maxDistanceKm,
        ...(price === undefined
          ? {}
          : { priceMinMinor: price?.minMinor ?? null, priceMaxMinor: price?.maxMinor ?? null, currency: price?.currency ?? null }),
        times: input.times === null ? [] : input.times,
        priceSensitivity: input.priceSensitivity === null ? 0.5 : input.priceSensitivity,
        socialPreference: input.socialPreference === null ? 0.5 : input.socialPreference,
        updatedAt: now,
      };
      const row = await tx.discoveryPreference.upsert({
        where: { userId },
        create: { userId, ...data },
        update: { ...data, version: { increment: 1 } },
      });
      await tell(discoveryChanged(row));
    });
    return this.own(userId);
  }
}
