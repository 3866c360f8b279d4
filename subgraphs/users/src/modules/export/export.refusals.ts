import { Refusal } from '@marquee/platform';

const DAILY = 'You have asked for your data today. It is made once a day.';
export const tooManyExports = (retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', DAILY, { retryAt }, { retryable: true, nextStep: 'WAIT' });
