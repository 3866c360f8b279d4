import { Refusal } from '@marquee/platform';
import type { LotteryState } from '../../generated/prisma/enums';

/** `state`: null when there is none. */
export const lotteryNotOpen = (state: LotteryState | null) =>
  new Refusal('LotteryNotOpen', 'NOT_ALLOWED_NOW', state ? 'Entries are closed.' : 'There is no lottery for this event.', { state });
