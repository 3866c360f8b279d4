import { Refusal } from '@marquee/platform';

/** Ends a sync with these words, which the source's owner reads. */
export const sourceFault = (message: string): Refusal => new Refusal('Conflict', 'CONFLICT', message, {}, { nextStep: null });

/** Lets it wait for so long. */
export const sourceWaits = (message: string, retryAt: Date): Refusal =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', message, { retryAt }, { retryable: true, nextStep: 'WAIT' });
