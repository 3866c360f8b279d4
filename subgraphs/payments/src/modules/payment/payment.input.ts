import { id, idempotencyKey, line, z } from '@marquee/platform';

export const confirmPaymentInput = z.object({ paymentId: id(), paymentMethod: line(255), idempotencyKey: idempotencyKey() });
export const completePaymentActionInput = z.object({ paymentId: id(), proof: line(255), idempotencyKey: idempotencyKey() });

export type ConfirmPayment = z.output<typeof confirmPaymentInput>;
export type CompletePaymentAction = z.output<typeof completePaymentActionInput>;
