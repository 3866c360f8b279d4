import { createLogger } from '@marquee/platform';
import { openDatabase } from '../src/db';
import { countPopularity } from '../src/modules/feed/popularity.store';
import { startAsking } from './asking';
import { LARGE_WORLD_NOW } from './large-world';

/** What jobs make of a large world: how popular its events are, and what they are about. */
export async function learnLargeWorld(url: string): Promise<void> {
  const db = openDatabase(url, createLogger('large-world', 'warn'));
  await countPopularity(db, LARGE_WORLD_NOW);
  const asking = await startAsking(url);
  for (const job of ['learn-meanings', 'write-meanings']) await asking.subgraph.runJob(job);
  await asking.stop();
  await db.prisma.$executeRaw`ANALYZE event_popularity, event_meanings`;
  await db.close();
}
