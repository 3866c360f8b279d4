import { Refusal } from '@marquee/platform';

export const tooManyInvitations = (most: number, retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `You may invite ${most} people within an hour.`,
    { retryAt: retryAt.toISOString() },
    { retryable: true },
  );
