import { Refusal } from '@marquee/platform';

export type FactorMethod = 'TOTP' | 'BACKUP_CODE' | 'SMS' | 'EMAIL';

const NEEDED = 'The password is right. Go on with a code.';
export const secondFactorRequired = (challengeToken: string, challengeExpiresAt: Date, methods: readonly FactorMethod[]) =>
  new Refusal(
    'SecondFactorRequired',
    'UNAUTHENTICATED',
    NEEDED,
    { challengeToken, challengeExpiresAt, methods },
    { nextStep: 'COMPLETE_ACTION' },
  );

const STEP_UP = 'This is sensitive, and you have not shown lately that it is you. Do that by stepUp, then repeat this.';
export const stepUpRequired = (methods: readonly FactorMethod[], hasPassword: boolean) =>
  new Refusal('StepUpRequired', 'NOT_ALLOWED_NOW', STEP_UP, { methods, hasPassword }, { nextStep: 'COMPLETE_ACTION' });

const WRONG = 'This code is not good: it is another, too old, or was used already. Wait for the next one.';
export const invalidCode = () => new Refusal('InvalidCode', 'UNAUTHENTICATED', WRONG, {}, { nextStep: 'CORRECT_INPUT' });

const OVER = 'This sign-in has waited too long for its code, or was completed. Sign in again.';
export const invalidChallenge = () => new Refusal('InvalidChallenge', 'UNAUTHENTICATED', OVER, {}, { nextStep: 'SIGN_IN' });

export const secondFactorOn = () =>
  new Refusal(
    'SecondFactorOn',
    'NOT_ALLOWED_NOW',
    'An authenticator app is set up already. Switch it off first.',
    {},
    { nextStep: 'RELOAD' },
  );

export const secondFactorOff = () =>
  new Refusal('SecondFactorOff', 'NOT_ALLOWED_NOW', 'No authenticator app is being set up, or none is on.', {}, { nextStep: 'RELOAD' });

const MAILED = 'We have mailed as many codes as we mail in this time. Look for them in your mail, or wait.';
export const tooManyMailCodes = (retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', MAILED, { retryAt }, { retryable: true, nextStep: 'WAIT' });
