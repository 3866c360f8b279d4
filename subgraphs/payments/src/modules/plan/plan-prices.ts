import type { BillingInterval, BillingPlan } from '../../generated/prisma/enums';

export type PaidPlan = Exclude<BillingPlan, 'FREE'>;

/** What a month and a year cost, in minor units, with whatever tax is on it. A year is ten months. */
const PRICES: Readonly<Record<string, Readonly<Record<PaidPlan, Readonly<Record<BillingInterval, bigint>>>>>> = {
  CAD: { PLUS: { MONTH: 600n, YEAR: 6_000n }, ORGANISER: { MONTH: 2_500n, YEAR: 25_000n } },
  EUR: { PLUS: { MONTH: 450n, YEAR: 4_500n }, ORGANISER: { MONTH: 1_900n, YEAR: 19_000n } },
  GBP: { PLUS: { MONTH: 400n, YEAR: 4_000n }, ORGANISER: { MONTH: 1_600n, YEAR: 16_000n } },
  JPY: { PLUS: { MONTH: 700n, YEAR: 7_000n }, ORGANISER: { MONTH: 2_900n, YEAR: 29_000n } },
  USD: { PLUS: { MONTH: 500n, YEAR: 5_000n }, ORGANISER: { MONTH: 1_900n, YEAR: 19_000n } },
};

export const PAID_PLANS: readonly PaidPlan[] = ['PLUS', 'ORGANISER'];
export const INTERVALS: readonly BillingInterval[] = ['MONTH', 'YEAR'];
export const PLAN_CURRENCIES: readonly string[] = Object.keys(PRICES);

export const priceOf = (plan: PaidPlan, interval: BillingInterval, currency: string): bigint => PRICES[currency]![plan][interval];
