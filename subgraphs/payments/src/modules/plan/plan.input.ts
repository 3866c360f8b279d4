import { id, idempotencyKey, line, text, z } from '@marquee/platform';
import { methodReference, withoutCard } from '../money/money.input';
import { PLAN_CURRENCIES } from './plan-prices';

const plan = z.enum(['PLUS', 'ORGANISER'], 'must be a plan that is paid for: PLUS or ORGANISER');
const interval = z.enum(['MONTH', 'YEAR']);

export const saveBillingMethodInput = z.object({ paymentMethod: methodReference(), idempotencyKey: idempotencyKey() });
export const completeBillingMethodInput = z.object({ proof: withoutCard(line(255)), idempotencyKey: idempotencyKey() });
export const startPlanInput = z.object({
  plan,
  interval,
  currency: z.string().refine((currency) => PLAN_CURRENCIES.includes(currency), `must be one of ${PLAN_CURRENCIES.join(', ')}`),
  idempotencyKey: idempotencyKey(),
});
export const changePlanInput = z.object({ plan, interval, idempotencyKey: idempotencyKey() });
export const cancelPlanInput = z.object({ idempotencyKey: idempotencyKey() });
export const keepPlanInput = z.object({ idempotencyKey: idempotencyKey() });
export const refundPlanInvoiceInput = z.object({
  invoiceId: id(),
  amountMinor: z.number().int().min(1, 'must be 1 or more').transform(BigInt).nullish(),
  reason: withoutCard(text(500, 1)),
  idempotencyKey: idempotencyKey(),
});

export type SaveBillingMethod = z.output<typeof saveBillingMethodInput>;
export type CompleteBillingMethod = z.output<typeof completeBillingMethodInput>;
export type StartPlan = z.output<typeof startPlanInput>;
export type ChangePlan = z.output<typeof changePlanInput>;
export type CancelPlan = z.output<typeof cancelPlanInput>;
export type KeepPlan = z.output<typeof keepPlanInput>;
export type RefundPlanInvoice = z.output<typeof refundPlanInvoiceInput>;
