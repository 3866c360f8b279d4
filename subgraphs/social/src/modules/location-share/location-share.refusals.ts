import { Refusal } from '@marquee/platform';

/** `retryAt`: when the next one is taken. */
export const tooManyPositions = (retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    'You may say where you are once in five seconds.',
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );
