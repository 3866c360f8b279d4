import { Refusal } from '@marquee/platform';
import type { Limited } from './hourly-limit';

const DONE: Record<Limited, (limit: number) => string> = {
  GROUPS: (limit) => `make ${limit} groups`,
  GROUP_INVITATIONS: (limit) => `invite ${limit} people to groups, and ask to be let in`,
  POSTS: (limit) => `write ${limit} posts, comments and polls`,
  ROOMS: (limit) => `make ${limit} rooms of several people, and bring strangers into them`,
  MESSAGE_REQUESTS: (limit) => `write to ${limit} strangers who have not accepted`,
};

/** `retryAt`: when there is room for one more. */
export const tooManyInAnHour = (what: Limited, limit: number, retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `This account may ${DONE[what](limit)} in an hour; the next fits in later.`,
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );
