import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@marquee/platform';
import { afterTests, eventually, PRIMARY_SETTINGS, streamingReplica } from '@marquee/platform/testing';
import { parse } from 'graphql';
import pg from 'pg';
import { modules } from '../src/modules';
import { runningStack } from './running-stack';
import { Story } from './story';
import { tellStory } from './story.contract';

/** A Postgres of its own, and one that follows it. */
async function twoServers(): Promise<{ primary: EmbeddedPostgres; standby: EmbeddedPostgres }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-primary-'));
  afterTests(async () => rmSync(dataDir, { recursive: true, force: true }));
  const primary = await startEmbeddedPostgres({ dataDir, ephemeral: true, settings: PRIMARY_SETTINGS });
  afterTests(() => primary.stop());
  const standby = await streamingReplica(primary, dataDir);
  afterTests(() => standby.stop());
  return { primary, standby };
}

const settingsFor = ({ primary, standby }: { primary: EmbeddedPostgres; standby: EmbeddedPostgres }) =>
  Object.fromEntries(
    modules.flatMap(({ name }) => [
      [`DATABASE_URL_${name.toUpperCase()}`, primary.url(`replicated_${name}`)],
      [`DATABASE_REPLICA_URL_${name.toUpperCase()}`, standby.url(`replicated_${name}`)],
    ]),
  );

type Running = Awaited<ReturnType<typeof runningStack>>;

const numberIn = async ({ stack }: Running, subgraph: string, name: string): Promise<number> => {
  const page = await stack.subgraphs.find((one) => one.name === subgraph)!.metrics();
  const line = page.split('\n').find((one) => one.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? 0);
};
const READ = 'marquee_replica_reads_total{subgraph="events",outcome="answered"}';

describe('the story with a streaming replica behind every subgraph', () => {
  let running: Running;
  beforeAll(async () => {
    running = await runningStack(settingsFor(await twoServers()));
  }, 180_000);

  tellStory(() => running.world);

  test('what visitors search is read from it', async () => {
    const before = await numberIn(running, 'events', READ);
    const visitor = new Story(running.world).visitor();
    await eventually(async () => {
      await visitor.do('SearchEvents', { query: 'lantern' });
      expect(await numberIn(running, 'events', READ)).toBeGreaterThan(before);
    });
    expect(await numberIn(running, 'events', 'marquee_replica_statements_total')).toBeGreaterThan(0);
  });
});

describe('a replica that stands still, and one that dies', () => {
  let running: Running;
  let servers: Awaited<ReturnType<typeof twoServers>>;
  let story: Story;
  beforeAll(async () => {
    servers = await twoServers();
    // So that it is read from for as long as the test takes, and whoever changes something reads at home as long.
    running = await runningStack({ ...settingsFor(servers), REPLICA_LAG_MS: '600000' });
    story = new Story(running.world);
  }, 180_000);
  afterAll(() => story.end());

  const nameOf = async (app: { do(query: never): Promise<Record<string, unknown>> }, id: string) => {
    const { user } = (await app.do(parse(`{ user(id: "${id}") { displayName } }`) as never)) as { user: { displayName: string } };
    return user.displayName;
  };
  const onStandby = async (sql: string) => {
    const client = new pg.Client({ connectionString: servers.standby.url('postgres') });
    await client.connect();
    try {
      return (await client.query<{ state: string }>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  test(
    'whoever has changed something sees it at once; a visitor sees it when the replica does; nobody gets an error',
    { timeout: 120_000 },
    async () => {
      const { app, id } = await story.person('Rosa', 0);
      const visitor = story.visitor();
      await eventually(async () => expect(await nameOf(visitor, id)).toBe('Rosa'));
      await eventually(async () => expect(await numberIn(running, 'users', READ.replace('events', 'users'))).toBeGreaterThan(0));

      await onStandby('SELECT pg_wal_replay_pause()');
      await eventually(async () =>
        expect(await onStandby('SELECT pg_get_wal_replay_pause_state() AS state')).toEqual([{ state: 'paused' }]),
      );
      const changed = (await app.do(
        parse('mutation { updateProfile(input: { displayName: "Rosa Two" }) { ... on UpdateProfileSuccess { user { displayName } } } }'),
      )) as { updateProfile: { user: { displayName: string } } };
      expect(changed.updateProfile.user.displayName).toBe('Rosa Two');
      expect(await nameOf(app, id)).toBe('Rosa Two');
      // The control: the replica does not have it.
      expect(await nameOf(visitor, id)).toBe('Rosa');
      // Whom the replica does not know at all is found at home.
      const other = await story.person('Nilo', 0);
      expect(await nameOf(visitor, other.id)).toBe('Nilo');
      await onStandby('SELECT pg_wal_replay_resume()');
      await eventually(async () => expect(await nameOf(visitor, id)).toBe('Rosa Two'));

      await servers.standby.stop();
      expect(await nameOf(visitor, id)).toBe('Rosa Two');
      expect(await visitor.do('SearchEvents', { query: 'lantern' })).toHaveProperty('searchEvents.totalCount');
    },
  );
});
