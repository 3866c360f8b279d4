import { id, idempotencyKey, line, z } from '@marquee/platform';
import { methodReference, withoutCard } from '../money/money.input';

export const confirmPaymentInput = z.object({ paymentId: id(), paymentMethod: methodReference(), idempotencyKey: idempotencyKey() });
export const completePaymentActionInput = z.object({ paymentId: id(), proof: withoutCard(line(255)), idempotencyKey: idempotencyKey() });
export const splitPaymentInput = z.object({
  paymentId: id(),
  amountsMinor: z
    .array(z.number().int().min(1, 'must be 1 or more').transform(BigInt))
    .min(2, 'must be two or more')
    .max(10, 'must be at most 10'),
  idempotencyKey: idempotencyKey(),
});

export type SplitPayment = z.output<typeof splitPaymentInput>;
export type ConfirmPayment = z.output<typeof confirmPaymentInput>;
export type CompletePaymentAction = z.output<typeof completePaymentActionInput>;
