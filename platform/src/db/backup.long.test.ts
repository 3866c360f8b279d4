import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterTests } from '../testing';
import { archived, archiveTo, baseBackup, nameMoment, restoreBackup } from './backup';
import { startEmbeddedPostgres } from './embedded';

/** A server that archives, and a way to write into it; gone after the test. */
async function archivingServer() {
  const root = await mkdtemp(path.join(tmpdir(), 'marquee-backup-'));
  await chmod(root, 0o755);
  afterTests(() => rm(root, { recursive: true, force: true }));
  const [dataDir, archive] = [path.join(root, 'source'), path.join(root, 'archive')];
  const server = await startEmbeddedPostgres({ dataDir, settings: await archiveTo(archive, dataDir) });
  afterTests(() => server.stop());
  const client = await connected(server.url('postgres'));
  await client.query('CREATE TABLE marks (n int PRIMARY KEY)');
  let last = 0;
  const mark = () => client.query('INSERT INTO marks VALUES ($1)', [++last]).then(() => last);
  return { root, dataDir, archive, server, client, mark };
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  afterTests(() => client.end());
  return client;
}

const marksIn = async (client: pg.Client) => (await client.query<{ n: number }>('SELECT n FROM marks ORDER BY n')).rows.map(({ n }) => n);
const upTo = (n: number) => Array.from({ length: n }, (_, at) => at + 1);

test('what was committed before a named moment is restored, and nothing else, from one backup as often as wanted', async () => {
  const { root, dataDir, archive, server, mark } = await archivingServer();
  let writing = true;
  const writer = (async () => {
    while (writing) await mark();
  })();
  const backup = path.join(root, 'backup');
  const taken = await baseBackup({ server, dataDir }, backup);
  writing = false;
  await writer;
  expect(taken.bytes).toBeGreaterThan(1_000_000);

  const first = await mark();
  await nameMoment(server, 'first');
  const second = await mark();
  await nameMoment(server, 'second');
  await mark();
  await archived(server, archive);

  for (const [moment, last] of [
    ['first', first],
    ['second', second],
  ] as const) {
    const restored = await restoreBackup({ backup, archive, into: path.join(root, moment), moment });
    afterTests(() => restored.stop());
    const client = await connected(restored.url('postgres'));
    expect(await marksIn(client)).toEqual(upTo(last));
    await client.query('INSERT INTO marks VALUES (0)');
  }
}, 120_000);

test('a moment that the archived log does not reach is refused', async () => {
  const { root, dataDir, archive, server, mark } = await archivingServer();
  const backup = path.join(root, 'backup');
  await baseBackup({ server, dataDir }, backup);
  await mark();
  await archived(server, archive);
  await expect(restoreBackup({ backup, archive, into: path.join(root, 'restored'), moment: 'never' })).rejects.toThrow('does not reach it');
}, 120_000);

test('a copy of which a part could not be written is no backup', async () => {
  const { root, server, dataDir } = await archivingServer();
  const into = path.join(root, 'copy');
  await mkdir(path.join(into, 'cluster'), { recursive: true });
  await writeFile(path.join(into, 'cluster', 'global'), 'in the way');
  await expect(baseBackup({ server, dataDir }, into)).rejects.toThrow('The backup is not whole: cp: cannot overwrite non-directory');
});

test('an archive is not put where a shell would read its path otherwise', async () => {
  await expect(archiveTo('/an archive; of mine', '/nowhere')).rejects.toThrow('only letters, digits');
});
