import { Refusal } from '@marquee/platform';
import type { DisputeStatus } from '../../generated/prisma/enums';

const SENTENCES: Readonly<Record<DisputeStatus, string>> = {
  NEEDS_RESPONSE: 'The time to answer this dispute is over.',
  UNDER_REVIEW: 'This dispute was answered, and the bank decides.',
  WON: 'This dispute was won.',
  LOST: 'This dispute was lost.',
};

export const disputeClosed = (status: DisputeStatus) => new Refusal('DisputeClosed', 'NOT_ALLOWED_NOW', SENTENCES[status], { status });
