import type { Job } from '../context';
import { assignQueue } from './assign-queue';
import { learnSpam } from './learn-spam';
import { rankQueue } from './rank-queue';
import { screenDue } from './screen-due';
import { tellCollections } from './tell-collections';
import { watchDrift } from './watch-drift';
import { writeExports } from './write-exports';

/** Work that is due again and again, one file each. */
export const jobs: readonly Job[] = [screenDue, rankQueue, assignQueue, learnSpam, watchDrift, tellCollections, writeExports];
