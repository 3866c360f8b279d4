import type { Job } from '../context';

/** Tells that people are gone whose last lease has ended. Queries know it without. */
export const expirePresence: Job = {
  name: 'expire-presence',
  everyMs: 5_000,
  run: ({ kept }) => kept.presenceLeases.expire(),
};
