import { Refusal } from '@marquee/platform';

export const tooManyFiles = (message: string, retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', message, { retryAt }, { retryable: true, nextStep: 'WAIT' });

export const noFilesHere = () => new Refusal('NotAllowed', 'NOT_ALLOWED_NOW', 'This installation keeps no files.');
