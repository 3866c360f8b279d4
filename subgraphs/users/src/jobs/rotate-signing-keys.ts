import type { Job } from '../context';

/** Keeps one key signing and the next one published. */
export const rotateSigningKeys: Job = {
  name: 'rotate-signing-keys',
  everyMs: 60 * 60 * 1000,
  run: ({ kept }) => kept.signingKeys.rotate(),
};
