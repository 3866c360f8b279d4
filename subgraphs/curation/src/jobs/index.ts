import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';
import { learnSpam } from './learn-spam';
import { rankQueue } from './rank-queue';
import { screenDue } from './screen-due';

/** Work that is due again and again, one file each. */
export const createJobs = (runtime: SubgraphRuntime): Job[] => [screenDue(runtime), rankQueue(runtime), learnSpam(runtime)];
