import { Refusal } from '@marquee/platform';

export const tooManyAnnouncements = (most: number, retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `Guests of an event may be told ${most} things in a day.`,
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );
