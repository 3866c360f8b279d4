import { Refusal } from '@marquee/platform';

const MANY = 'These are more numbers than you may look up today.';

export const tooManyNumbers = (retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', MANY, { retryAt }, { retryable: true, nextStep: 'WAIT' });
