import { id, idempotencyKey, z } from '@marquee/platform';

export const openEventLotteryInput = z.object({
  eventId: id(),
  places: z.int().min(1, 'must be at least 1').max(100_000, 'must be at most 100000'),
  closesAt: z.coerce.date(),
  idempotencyKey: idempotencyKey(),
});

export const enterEventLotteryInput = z.object({
  eventId: id(),
  companions: z.int().min(0, 'must not be negative').max(50, 'must be at most 50').nullish(),
  idempotencyKey: idempotencyKey(),
});

export const leaveEventLotteryInput = z.object({ eventId: id(), idempotencyKey: idempotencyKey() });

export type OpenEventLottery = z.output<typeof openEventLotteryInput>;
export type EnterEventLottery = z.output<typeof enterEventLotteryInput>;
export type LeaveEventLottery = z.output<typeof leaveEventLotteryInput>;
