import type { TierRow } from '../tier/tier.sql';
import type { PromoRefusedReason } from './promo-cart';

/** What a code does for whoever asks. */
export interface PromoOffer {
  code: string;
  refusal: PromoRefusedReason | null;
  prices: PromoPrice[];
}

export interface PromoPrice {
  tier: TierRow;
  priceMinor: bigint;
}
