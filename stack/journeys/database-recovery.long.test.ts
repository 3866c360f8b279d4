import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@marquee/platform';
import { afterTests, eventually as until } from '@marquee/platform/testing';
import pg from 'pg';
import { modules } from '../src/modules';
import { eventually, type App } from './client';
import { runningServices } from './running-services';
import { Story } from './story';

/** Where Postgres cannot be looked at from outside, it cannot be held in the middle of its recovery either. */
describe.runIf(process.platform === 'linux')('the supergraph in processes while its Postgres recovers from a crash', () => {
  let story: Story;
  let urls: Record<string, string>;
  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'marquee-recovery-'));
    // Nothing is written to the tables' files, so that all has to be found again in the log.
    const settings = { checkpoint_timeout: '1h', max_wal_size: '10GB', restart_after_crash: 'on', shared_buffers: '512MB' };
    const postgres = await startEmbeddedPostgres({ dataDir, ephemeral: true, settings });
    afterTests(() => postgres.stop());
    urls = Object.fromEntries(modules.map(({ name }) => [name, postgres.url(name)]));
    for (const { name, directory } of modules) {
      const [migrationsDir, schemaFile] = [join(directory, 'prisma/migrations'), join(directory, 'prisma/schema.prisma')];
      await migrate({ url: urls[name]!, migrationsDir, schemaFile });
    }
    const { world } = await runningServices({}, urls);
    story = new Story(world);
    await ask(urls.events!, 'CREATE TABLE much AS SELECT n, repeat(md5(n::text), 8) AS text FROM generate_series(1, 1000000) n');
  }, 180_000);
  afterAll(() => story.end());

  test('is told to be away and worth another try, with nothing of the database in it; what was done is done, and all is served again', async () => {
    const organiser = await story.person('Olive', 0);
    const draft = await story.draft(organiser.app);
    const event = () => organiser.app.ask('EventPage', { id: draft.id });
    expect((await event()).data.event).toMatchObject({ id: draft.id });

    const recovery = await crash(urls.events!);
    await until(async () => expect(await refusalOf(urls.events!)).toBe('57P03'));
    const change = { eventId: draft.id, version: draft.version, title: 'Lanterns after the crash', idempotencyKey: 'one' };
    const answers = [
      await event(),
      await organiser.app.ask('SearchEvents', { query: 'lantern' }),
      await organiser.app.ask('UpdateEvent', { input: change }),
    ];
    recovery.goOn();
    for (const { error } of answers) {
      const told = JSON.stringify(error);
      expect(told).toContain('SUBGRAPH_UNAVAILABLE');
      expect(told).toContain('"retryable":true');
      expect(told).not.toMatch(/57P0|recovery|postgres|127\.0\.0\.1/i);
    }

    await eventually(event, ({ data }) => data?.event?.id === draft.id, 20_000, 'the page is served again');
    await eventually(
      () => organiser.app.ask('UpdateEvent', { input: change }),
      ({ data }) => data?.updateEvent?.__typename === 'UpdateEventSuccess',
      20_000,
      'what was refused may be done now',
    );
    await sellsOn(organiser.app, draft.id);
  }, 180_000);

  /** Facts go on, too: what is submitted now reaches curators, in another database. */
  async function sellsOn(app: App, eventId: string): Promise<void> {
    await app.succeed('SubmitEvent', { eventId });
    const curator = await story.curator(1);
    await story.approve(curator, eventId, 'A fine night.');
  }
});

/** Kills a session of the server, after which it ends all others and recovers; it is held in the middle of that. */
async function crash(url: string): Promise<{ goOn(): void }> {
  const [{ pid, server }] = (await ask(
    url,
    `SELECT pid, (pg_read_file('postmaster.pid', 0, 20)) AS server FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LIMIT 1`,
  )) as [{ pid: number; server: string }];
  const postmaster = Number.parseInt(server, 10);
  process.kill(pid, 'SIGKILL');
  const recovering = await until(() => {
    const found = childrenOf(postmaster).find(({ title }) => title.includes('startup'));
    expect(found).toBeDefined();
    process.kill(found!.pid, 'SIGSTOP');
    return found!.pid;
  });
  return { goOn: () => process.kill(recovering, 'SIGCONT') };
}

function childrenOf(parent: number): { pid: number; title: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        if (Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]) !== parent) return [];
        return [{ pid: Number(name), title: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

async function ask(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const refusalOf = (url: string) =>
  ask(url, 'SELECT 1').then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );
