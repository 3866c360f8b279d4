import type { BillingAccount } from '../../generated/prisma/client';
import type { BillingInterval } from '../../generated/prisma/enums';
import type { PlanChange } from './plan-period';
import type { PaidPlan } from './plan-prices';

/** A plan, as it is offered. */
export interface PlanOfferView {
  plan: PaidPlan;
  interval: BillingInterval;
  priceMinor: bigint;
  currency: string;
}

/** What somebody has; `account` is null of those who never looked at paid plans. */
export interface BillingView {
  userId: string;
  account: BillingAccount | null;
}

/** What a change would cost. */
export interface PlanPreviewView {
  change: PlanChange | { at: 'TRIAL' };
  priceMinor: bigint;
  currency: string;
  effectiveAt: Date;
}
