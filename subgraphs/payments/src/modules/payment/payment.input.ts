import { id, idempotencyKey, line, z } from '@marquee/platform';
import { methodReference, withoutCard } from '../money/money.input';

export const confirmPaymentInput = z.object({ paymentId: id(), paymentMethod: methodReference(), idempotencyKey: idempotencyKey() });
export const completePaymentActionInput = z.object({ paymentId: id(), proof: withoutCard(line(255)), idempotencyKey: idempotencyKey() });

export type ConfirmPayment = z.output<typeof confirmPaymentInput>;
export type CompletePaymentAction = z.output<typeof completePaymentActionInput>;
