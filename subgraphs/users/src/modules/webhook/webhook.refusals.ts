import { Refusal } from '@marquee/platform';

/** One more test event than may be in a minute. */
export const tooManyTests = (retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    'At most 10 test events may be sent in a minute.',
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );
