import { conflict, Refusal } from '@marquee/platform';

const SUSPENDED = 'This account is suspended. Write to the platform if you think this is a mistake.';
export const accountSuspended = (facts: { statement: string | null; until: Date | null; mayAppeal: boolean }) =>
  new Refusal('AccountSuspended', 'FORBIDDEN', SUSPENDED, facts, { nextStep: 'ASK_SUPPORT' });

/** What was checked is not the password any more: another request changed it meanwhile. */
export const passwordChanged = () => conflict('The password was changed at the same time. Sign in with the new one.');

export const invalidRefreshToken = () =>
  new Refusal('InvalidRefreshToken', 'UNAUTHENTICATED', 'This refresh token is not valid any more. Sign in again.');

const REUSED = 'This refresh token was used before. The session has been ended; sign in again.';
export const refreshTokenReused = () => new Refusal('RefreshTokenReused', 'UNAUTHENTICATED', REUSED);

const OVER = 'The session that this idempotencyKey opened has ended. Use a new key to sign in again.';
export const sessionOver = () => new Refusal('KeyReused', 'KEY_REUSED', OVER);
