import { Refusal } from '@marquee/platform';

export const emailTaken = () =>
  new Refusal('EmailTaken', 'CONFLICT', 'An account with this e-mail address exists. Sign in instead.', {}, { nextStep: 'SIGN_IN' });

export const usernameTaken = () =>
  new Refusal('UsernameTaken', 'CONFLICT', 'Somebody else has this username. Choose another.', {}, { nextStep: 'CHOOSE_OTHER' });

const NO_SUCH_ACCOUNT = 'There is no account with this name and this password.';
export const invalidCredentials = () =>
  new Refusal('InvalidCredentials', 'UNAUTHENTICATED', NO_SUCH_ACCOUNT, {}, { nextStep: 'CORRECT_INPUT' });

const LOCKED = 'Too many failed attempts. Wait, or come from a network you have signed in from before.';
export const accountLocked = (retryAt: Date) => new Refusal('AccountLocked', 'RATE_LIMITED', LOCKED, { retryAt }, { retryable: true });

const BUSY = 'Too many people are signing in right now. Try again in a few seconds.';
export const tooManySignIns = () => new Refusal('TooManyRequests', 'RATE_LIMITED', BUSY, { retryAt: null }, { retryable: true });

const RENAMED = 'You have changed your username lately, and others know you by it.';
export const tooManyNames = (retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', RENAMED, { retryAt }, { retryable: true, nextStep: 'WAIT' });

const SPENT = 'This link is not good any more: each is good once and for a time, and a newer one ends it. Ask for another.';
export const invalidToken = () => new Refusal('InvalidToken', 'NOT_ALLOWED_NOW', SPENT, {}, { nextStep: 'CHOOSE_OTHER' });

export const addressVerified = () =>
  new Refusal('AddressVerified', 'NOT_ALLOWED_NOW', 'Your address is verified, and no other is pending.', {}, { nextStep: 'RELOAD' });

const MAILED = 'We have sent as many links as we send in this time. Look for them in your mail, also among what was sorted out.';
export const tooManyMails = (retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', MAILED, { retryAt }, { retryable: true, nextStep: 'WAIT' });
