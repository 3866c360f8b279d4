import { Refusal } from '@marquee/platform';

/** `retryAt`: when there is room for one more. */
export const tooManyExports = (most: number, retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `You may export ${most} rooms in an hour.`,
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );

export const noFilesHere = () => new Refusal('NotAllowed', 'NOT_ALLOWED_NOW', 'This installation keeps no files.');
