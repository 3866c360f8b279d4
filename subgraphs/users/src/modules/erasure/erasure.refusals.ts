import { Refusal } from '@marquee/platform';
import type { Blocker } from './erasure-blockers';

const NEEDED = 'A second factor is on. Ask again with a code of your authenticator app, or a backup code.';
export const codeRequired = () => new Refusal('CodeRequired', 'UNAUTHENTICATED', NEEDED, {}, { nextStep: 'CORRECT_INPUT' });

export const erasureBlocked = (blockers: readonly Blocker[]) =>
  new Refusal(
    'ErasureBlocked',
    'NOT_ALLOWED_NOW',
    blockers.map(({ message }) => message).join(' '),
    { blockers },
    { retryable: blockers.every(({ kind }) => kind === 'UNANSWERED'), nextStep: 'COMPLETE_ACTION' },
  );

const CHANGED = 'What your account is responsible for has changed since you asked, or the token is spent. Ask again.';
export const erasureChanged = () => new Refusal('InvalidToken', 'NOT_ALLOWED_NOW', CHANGED, {}, { nextStep: 'RELOAD' });
