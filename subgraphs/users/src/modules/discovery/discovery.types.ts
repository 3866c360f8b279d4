import type { TimeOfDay } from '../../generated/prisma/client';
import type { PriceRange } from './discovery-price';

export interface DiscoveryView {
  eventTypes: string[];
  maxDistanceKm: number | null;
  priceRange: PriceRange | null;
  times: TimeOfDay[];
  priceSensitivity: number;
  socialPreference: number;
}
