import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';

const HOURLY = 3_600_000;

/** Lets the spam classifier learn from curators' decisions once there are enough new ones. */
export const learnSpam = ({ spam, clock }: SubgraphRuntime): Job => ({
  name: 'learn-spam',
  everyMs: HOURLY,
  run: async () => {
    await spam.refresh();
    await spam.retrain(clock.now());
  },
});
