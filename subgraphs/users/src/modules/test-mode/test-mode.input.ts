import { idempotencyKey, z } from '@marquee/platform';

export const advanceTestClockInput = z.object({ to: z.date(), idempotencyKey: idempotencyKey() });
export type AdvanceTestClock = z.output<typeof advanceTestClockInput>;

export const resetTestModeInput = z.object({ idempotencyKey: idempotencyKey() });
export type ResetTestMode = z.output<typeof resetTestModeInput>;
