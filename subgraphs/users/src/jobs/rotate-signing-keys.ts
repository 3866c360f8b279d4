import type { Job } from '@marquee/platform';
import type { SigningKeys } from '../modules/session/session.keys';

/** Keeps one key signing and the next one published. */
export const rotateSigningKeys = (keys: SigningKeys): Job => ({
  name: 'rotate-signing-keys',
  everyMs: 60 * 60 * 1000,
  run: () => keys.rotate(),
});
