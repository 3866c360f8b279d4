import { Refusal } from '@marquee/platform';
import type { PromoRefusedReason } from './promo-cart';

const WHY: Record<PromoRefusedReason, string> = {
  UNKNOWN: 'There is no such code.',
  NOT_STARTED: 'This code cannot be used yet.',
  ENDED: 'This code cannot be used any more.',
  USED_UP: 'This code is used up, or has too little left for so many places.',
  PERSON_LIMIT: 'One person cannot use this code for so many places.',
  NOT_FOR_THESE: 'This code is for none of these tickets.',
  NOT_STACKABLE: 'These codes cannot be used together.',
  BELOW_MINIMUM: 'With this code too little would be left to be charged: order other tickets with it.',
};

/** There is no such code: somebody may be guessing. */
export const isUnknownCode = (error: unknown): boolean => error instanceof Refusal && error.facts['promoReason'] === 'UNKNOWN';

export const promoRefused = (promoCode: string, reason: PromoRefusedReason) =>
  new Refusal('PromoRefused', 'NOT_ALLOWED_NOW', WHY[reason], { promoCode, promoReason: reason });
