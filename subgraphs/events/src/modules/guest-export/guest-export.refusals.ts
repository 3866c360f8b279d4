import { Refusal } from '@marquee/platform';

export const tooManyExports = (most: number, retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `You may export ${most} guest lists in an hour.`,
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );

export const noFilesHere = () => new Refusal('NotAllowed', 'NOT_ALLOWED_NOW', 'This installation keeps no files.');
