import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { Pool } from 'pg';
import { readStackSettings } from '../env';
import { readSecrets } from '../secrets';
import { seedDemoWorld } from '.';

const SUBGRAPHS = ['users', 'events', 'curation', 'social', 'payments'];

test('all of the demo world, as `npm start` fills it, is taken by the databases; a second time changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-world-'));
  afterTests(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const urls = Object.fromEntries(await Promise.all(SUBGRAPHS.map(async (name) => [name, (await freshDatabase(name)).url] as const)));
  const settings = readStackSettings({ DATA_DIR: folder });
  const notes: string[] = [];
  const fill = () =>
    seedDemoWorld({ urls, settings, secrets: readSecrets(settings), logger: silentLogger, note: (detail) => void notes.push(detail) });
  await fill();
  await fill();
  expect(notes.at(-1)).toBe('as it was');
  const pools = new Map(SUBGRAPHS.map((name) => [name, new Pool({ connectionString: urls[name], max: 1 })]));
  afterTests(async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))));
  const count = async (subgraph: string, table: string) =>
    Number((await pools.get(subgraph)!.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]!.n);
  expect(await count('events', 'events')).toBeGreaterThan(1_000);
  expect(await count('users', 'users')).toBeGreaterThan(settings.DEMO_PEOPLE);
  for (const [subgraph, table] of [
    ['events', 'attendances'],
    ['curation', 'reviews'],
    ['social', 'connections'],
    ['payments', 'orders'],
  ] as const)
    expect(await count(subgraph, table)).toBeGreaterThan(100);

  // Nothing was told yet: whoever comes right after the start can buy.
  const rows = async (subgraph: string, text: string) =>
    (await pools.get(subgraph)!.query<{ id: string; version: number; places: number | null }>(text)).rows;
  const sold = await rows('payments', 'SELECT event_id AS id, grant_version AS version, wanted AS places FROM event_sales ORDER BY 1');
  expect(sold.length).toBeGreaterThan(100);
  expect(sold.every(({ version }) => version === 1)).toBe(true);
  expect(
    await rows(
      'events',
      'SELECT event_id AS id, grant_version AS version, granted AS places FROM attendance_counts WHERE ticketed ORDER BY 1',
    ),
  ).toEqual(sold);
});
