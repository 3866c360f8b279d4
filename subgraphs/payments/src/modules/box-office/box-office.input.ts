import { id, idempotencyKey, line, z } from '@marquee/platform';
import { basket } from '../checkout/checkout.input';
import { billTo } from '../document/document.input';
import { withoutCard } from '../money/money.input';

const MOST_MINOR = 1_000_000_000;

export const sellAtBoxOfficeInput = z
  .object({
    ...basket,
    tender: z.enum(['CASH', 'OWN_TERMINAL']),
    toUserId: id().nullish(),
    guestName: withoutCard(line(80)).nullish(),
    expectedTotalMinor: z
      .number()
      .int()
      .min(0, 'must be 0 or more')
      .max(MOST_MINOR, `must be at most ${MOST_MINOR}`)
      .transform(BigInt)
      .nullish(),
    billTo: billTo().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ toUserId, guestName }) => (toUserId == null) !== (guestName == null), {
    path: ['guestName'],
    message: 'must be given where toUserId is not, and only there',
  });

export const undoBoxOfficeSaleInput = z.object({ orderId: id(), idempotencyKey: idempotencyKey() });

export const confirmCashReturnedInput = z.object({ refundId: id(), idempotencyKey: idempotencyKey() });

export type SellAtBoxOffice = z.output<typeof sellAtBoxOfficeInput>;
export type UndoBoxOfficeSale = z.output<typeof undoBoxOfficeSaleInput>;
export type ConfirmCashReturned = z.output<typeof confirmCashReturnedInput>;
