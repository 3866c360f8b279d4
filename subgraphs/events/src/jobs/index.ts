import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';
import { refreshPopularity } from '../modules/feed/popularity';
import { completePastEvents } from './complete-past-events';
import { moveOffersOn } from './move-offers-on';

/** Work that is due again and again, one file each. */
export const createJobs = (runtime: SubgraphRuntime): Job[] => [
  { name: 'events:complete-past-events', everyMs: 60_000, run: () => completePastEvents(runtime) },
  { name: 'events:move-offers-on', everyMs: 15_000, run: () => moveOffersOn(runtime) },
  { name: 'events:refresh-popularity', everyMs: 60_000, run: () => refreshPopularity(runtime.db, runtime.clock.now()) },
];
