import { Refusal } from '@marquee/platform';
import type { SalesClosedReason } from './event-sales';

const WHY: Record<SalesClosedReason | 'TIER_CLOSED', string> = {
  NOT_PUBLISHED: 'The event is not published; its tickets are not on sale.',
  CANCELLED: 'The event was called off.',
  ENDED: 'The event is over.',
  TIER_CLOSED: 'The organiser has taken these tickets off sale.',
};

export const salesClosed = (reason: SalesClosedReason | 'TIER_CLOSED') =>
  new Refusal('SalesClosed', 'NOT_ALLOWED_NOW', WHY[reason], { reason }, { nextStep: reason === 'TIER_CLOSED' ? 'CHOOSE_OTHER' : null });
