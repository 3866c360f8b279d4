import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { DiscoveryPreference } from '../../generated/prisma/client';
import { priceOf } from './discovery-price';

export const discoveryChanged = (wanted: DiscoveryPreference): FactOf<Pick<Topics, 'discovery.changed'>> => ({
  topic: 'discovery.changed',
  key: wanted.userId,
  payload: {
    userId: wanted.userId,
    version: wanted.version,
    eventTypes: wanted.eventTypes,
    maxDistanceKm: wanted.maxDistanceKm,
    price: priceOf(wanted),
    times: wanted.times,
    priceSensitivity: wanted.priceSensitivity,
    socialPreference: wanted.socialPreference,
  },
});
