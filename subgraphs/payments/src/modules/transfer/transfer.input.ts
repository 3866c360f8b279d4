import { id, idempotencyKey, z } from '@marquee/platform';

export const transferTicketInput = z.object({ ticketId: id(), toUserId: id().nullish(), idempotencyKey: idempotencyKey() });

/** Longer than any token with blanks and hyphens. */
const token = z.string().min(1, 'must not be empty').max(64, 'must have at most 64 characters');

export const acceptTransferInput = z
  .object({ transferId: id().nullish(), token: token.nullish(), idempotencyKey: idempotencyKey() })
  .refine(({ transferId, token: given }) => (transferId == null) !== (given == null), {
    path: ['transferId'],
    message: 'must be given, or `token`, and not both',
  });

export const cancelTransferInput = z.object({ transferId: id(), idempotencyKey: idempotencyKey() });

export type TransferTicket = z.output<typeof transferTicketInput>;
export type AcceptTransfer = z.output<typeof acceptTransferInput>;
export type CancelTransfer = z.output<typeof cancelTransferInput>;
