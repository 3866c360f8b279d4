import { freshDatabases } from './fresh-databases';
import { sweep } from './run';

// 2,000 operations, and the protections taken away, are in sweep.long.test.ts.
test('whatever a few people do at random, nothing that must hold is broken', async () => {
  const report = await sweep({ operations: 60, people: 8, seed: 'a few', databaseUrls: await freshDatabases() });
  expect(report.broken).toEqual([]);
  expect(report.sent).toBe(60);
  expect(report.successes).toBeGreaterThan(10);
}, 180_000);
