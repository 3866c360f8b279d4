import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';

/** Tells that people are gone whose last lease has ended. Queries know it without. */
export const expirePresence = ({ presenceLeases }: SubgraphRuntime): Job => ({
  name: 'social.expire-presence',
  everyMs: 5_000,
  run: () => presenceLeases.expire(),
});
