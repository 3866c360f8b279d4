import { Refusal } from '@marquee/platform';

const SENT = 'We have sent as many short messages as we send in this time. Look for them on your phone, or wait.';
export const tooManySms = (retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', SENT, { retryAt }, { retryable: true, nextStep: 'WAIT' });

const WRONG = 'This code is not good: it is another, too old, or was used or guessed at too often. Ask for a new one.';
export const invalidSmsCode = () => new Refusal('InvalidCode', 'UNAUTHENTICATED', WRONG, {}, { nextStep: 'CORRECT_INPUT' });

export const phoneTaken = () =>
  new Refusal('PhoneTaken', 'CONFLICT', 'Another account has this number. Remove it there first.', {}, { nextStep: 'CHOOSE_OTHER' });
