import { id, idempotencyKey, z } from '@marquee/platform';

export const giveTicketsInput = z.object({
  tierId: id(),
  quantity: z.number().int().min(1, 'must be at least 1').max(10, 'must be at most 10'),
  toUserId: id().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type GiveTickets = z.output<typeof giveTicketsInput>;
