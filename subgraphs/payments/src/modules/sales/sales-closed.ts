import { eligibility, type EligibilityCode } from '@marquee/schema/rules/eligibility';
import type { EventCopy } from '../../generated/prisma/client';
import { eventToEnter, NOBODY_IN_PARTICULAR } from '../event/event-eligibility';

/** Why a ticket cannot be had now, whoever asks. */
export type SalesClosedReason = 'NOT_PUBLISHED' | 'CANCELLED' | 'ENDED' | 'TIER_CLOSED' | 'TIER_NOT_YET' | 'TIER_ENDED' | 'PREPARING';

/** When a tier is sold. */
export interface TierSale {
  onSale: boolean;
  salesStart: Date | null;
  salesEnd: Date | null;
}

const CLOSED: Readonly<Partial<Record<EligibilityCode, SalesClosedReason>>> = {
  NOT_PUBLISHED: 'NOT_PUBLISHED',
  CALLED_OFF: 'CANCELLED',
  OVER: 'ENDED',
  SALES_CLOSED: 'TIER_CLOSED',
};

/** The code as a reason of a closed sale; null for those that are about the person who asks. */
export const closedReasonOf = (code: EligibilityCode): SalesClosedReason | null => CLOSED[code] ?? null;

/** Why no ticket of a tier can be had at this moment, its event aside; null while they can. */
export function tierClosedReason({ onSale, salesStart, salesEnd }: TierSale, now: Date): SalesClosedReason | null {
  if (!onSale) return 'TIER_CLOSED';
  if (salesStart && salesStart > now) return 'TIER_NOT_YET';
  return salesEnd && salesEnd <= now ? 'TIER_ENDED' : null;
}

/** Why no ticket of the event can be had now; null while they can. */
export const closedReason = (event: EventCopy, now: Date): SalesClosedReason | null =>
  closedReasonOf(eligibility('TICKET', { now, event: eventToEnter(event), person: NOBODY_IN_PARTICULAR, answer: null }).code);
