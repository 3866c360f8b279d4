import { breaks } from './breaks';
import { freshDatabases } from './fresh-databases';
import { sweep } from './run';

test('whatever people do at random, nothing that must hold is broken: 2,000 operations', async () => {
  const report = await sweep({ operations: 2_000, people: 20, seed: '1', databaseUrls: await freshDatabases() });
  expect(report.broken).toEqual([]);
  expect(report.successes).toBeGreaterThan(500);
}, 900_000);

test.each(Object.entries(breaks))(
  'control: without %s something that must hold is broken, and found',
  async (_name, sabotage) => {
    const report = await sweep({ operations: 3_000, people: 16, seed: '5', sabotage, databaseUrls: await freshDatabases() });
    expect(report.broken).not.toEqual([]);
  },
  900_000,
);
