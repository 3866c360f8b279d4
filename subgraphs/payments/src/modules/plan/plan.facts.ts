import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { BillingAccount } from '../../generated/prisma/client';
import { money } from '../money/money';

/** What somebody has from now on. */
export const planChanged = ({
  userId,
  version,
  plan,
}: Pick<BillingAccount, 'userId' | 'version' | 'plan'>): FactOf<Pick<Topics, 'plan.changed'>> => ({
  topic: 'plan.changed',
  key: userId,
  payload: { userId, version, plan },
});

/** What the owner of a plan has to know. */
export interface PlanNews {
  userId: string;
  state: Topics['plan.noticed']['state'];
  plan: Topics['plan.noticed']['plan'];
  amountMinor: bigint;
  currency: string;
  /** When it is tried or charged next, or what is paid ends; null where there is no such time. */
  until: Date | null;
}

export const planNoticed = ({ userId, state, plan, amountMinor, currency, until }: PlanNews): FactOf<Pick<Topics, 'plan.noticed'>> => ({
  topic: 'plan.noticed',
  key: userId,
  payload: { userId, state, plan, amount: money(amountMinor, currency), until: until?.toISOString() ?? null },
});
