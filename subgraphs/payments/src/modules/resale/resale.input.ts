import { id, idempotencyKey, z } from '@marquee/platform';

export const offerResaleInput = z.object({ ticketId: id(), idempotencyKey: idempotencyKey() });
export const withdrawResaleInput = z.object({ resaleId: id(), idempotencyKey: idempotencyKey() });
export const buyResaleInput = z.object({ resaleId: id(), idempotencyKey: idempotencyKey() });

export type OfferResale = z.output<typeof offerResaleInput>;
export type WithdrawResale = z.output<typeof withdrawResaleInput>;
export type BuyResale = z.output<typeof buyResaleInput>;
