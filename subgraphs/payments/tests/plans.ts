import type { Viewer } from '@marquee/platform';
import {
  CancelPlanDocument,
  ChangePlanDocument,
  CompleteBillingMethodDocument,
  KeepPlanDocument,
  MyBillingDocument,
  RefundPlanInvoiceDocument,
  SaveBillingMethodDocument,
  StartPlanDocument,
  type BillingInterval,
  type BillingPlan,
  type RefundPlanInvoiceInput,
} from './generated/documents';
import { admin, outcome, type World } from './world';

export const DAY = 86_400_000;

/** What people do with plans in a world, and what time does. */
export function plansIn(world: World) {
  const billing = async (by: Viewer) => (await world.run(by, MyBillingDocument, {})).myBilling;
  const save = async (by: Viewer, paymentMethod = 'pm_card_visa', idempotencyKey?: string) =>
    outcome((await world.run(by, SaveBillingMethodDocument, { input: { paymentMethod, idempotencyKey } })).saveBillingMethod);
  const start = async (
    by: Viewer,
    plan: BillingPlan = 'PLUS',
    interval: BillingInterval = 'MONTH',
    currency = 'CAD',
    idempotencyKey?: string,
  ) => outcome((await world.run(by, StartPlanDocument, { input: { plan, interval, currency, idempotencyKey } })).startPlan);
  return {
    billing,
    save,
    start,
    complete: async (by: Viewer, proof: string) =>
      outcome((await world.run(by, CompleteBillingMethodDocument, { input: { proof } })).completeBillingMethod),
    change: async (by: Viewer, plan: BillingPlan, interval: BillingInterval = 'MONTH') =>
      outcome((await world.run(by, ChangePlanDocument, { input: { plan, interval } })).changePlan),
    cancel: async (by: Viewer) => outcome((await world.run(by, CancelPlanDocument, { input: {} })).cancelPlan),
    keep: async (by: Viewer) => outcome((await world.run(by, KeepPlanDocument, { input: {} })).keepPlan),
    refund: async (input: RefundPlanInvoiceInput, by: Viewer = admin) =>
      outcome((await world.run(by, RefundPlanInvoiceDocument, { input })).refundPlanInvoice),
    /** Time goes by, and the jobs come round. */
    async pass(days: number) {
      world.clock.advance(days * DAY);
      for (const job of ['renew-plans', 'charge-plans', 'return-plan-money']) await world.subgraph.runJob(job);
    },
    /** What its owner was told, the earliest first. */
    news: async ({ id }: Viewer) =>
      (
        await world.sql<{ state: string }>(
          `SELECT payload ->> 'state' AS state FROM outbox WHERE topic = 'plan.noticed' AND key = $1::text ORDER BY sequence`,
          [id],
        )
      ).map(({ state }) => state),
    /** What others are told that somebody has, the earliest first. */
    told: async ({ id }: Viewer) =>
      (
        await world.sql<{ plan: string }>(
          `SELECT payload ->> 'plan' AS plan FROM outbox WHERE topic = 'plan.changed' AND key = $1::text ORDER BY sequence`,
          [id],
        )
      ).map(({ plan }) => plan),
    /** Pays for a plan without a trial. */
    async subscribe(by: Viewer, plan: BillingPlan = 'PLUS', interval: BillingInterval = 'MONTH', method = 'pm_card_visa') {
      await save(by, method);
      const begun = await start(by, plan, interval);
      if (begun.__typename !== 'StartPlanSuccess') throw new Error(JSON.stringify(begun));
      return (await billing(by)).invoices.nodes[0]!;
    },
  };
}

export const NO_TRIAL = { settings: { PLAN_TRIAL_DAYS: '0' } };
