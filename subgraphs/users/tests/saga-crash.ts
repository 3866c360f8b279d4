import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTests } from '@marquee/platform/testing';
import pg from 'pg';
import { addressOf, verifiedPerson } from './erasures';
import type { Orders } from './fixtures/saga.process';
import { startWorld, type Person } from './world';

const DAY = 24 * 60 * 60_000;
/** More than the way of one person through a saga, and of an export less than it is kept. */
const APART_MS = { erasure: 30 * DAY, export: DAY };

export interface Left {
  /** How the process ended, by its code or the signal. */
  end: NodeJS.Signals | number;
  /** How many places to die at it passed; null where it did not say. */
  places: number | null;
}

/** People whose addresses are verified, a database that nobody runs on, and processes that take them through a saga. */
export async function crashingSaga(saga: Orders['saga'], people: number) {
  const world = await startWorld();
  const persons: Person[] = [];
  for (let n = 0; n < people; n++) persons.push(await verifiedPerson(world));
  const start = world.clock.now().getTime();
  await world.subgraph.stop();
  const folder = mkdtempSync(join(tmpdir(), 'marquee-sagas-'));
  afterTests(async () => rmSync(folder, { recursive: true, force: true }));
  const mailsFile = join(folder, 'mails');
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 });
  afterTests(() => pool.end());
  const sql = async (text: string, ...values: unknown[]) => (await pool.query<Record<string, unknown>>(text, values)).rows;

  return {
    persons,
    sql,
    filesFolder: join(folder, 'files'),
    /** Takes these people through it, in one process, which dies at that place of the last one's way. */
    async run(indexes: readonly number[], fatal: number | null): Promise<Left> {
      const orders: Orders = {
        ...{ saga, databaseUrl: world.databaseUrl, filesFolder: join(folder, 'files'), mailsFile, clockFile: join(folder, 'clock'), fatal },
        settings: { SESSION_SECRET: 'only-for-tests-0123456789-abcdefghij' },
        people: indexes.map((index) => {
          const { id, username } = persons[index]!;
          return { id, username, from: new Date(start + (index + 1) * APART_MS[saga]).toISOString() };
        }),
      };
      const script = join(__dirname, 'fixtures/saga.process.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return { end: child.signalCode ?? (child.exitCode as number), places: said === '' ? null : Number(said) };
    },
    /** By kind, how many different mails left to a person; a mail that was sent twice is one. */
    mailsTo(person: Person): Record<string, number> {
      const lines = existsSync(mailsFile) ? readFileSync(mailsFile, 'utf8').trim().split('\n') : [];
      const mails = lines.map((line) => JSON.parse(line) as { id: string; kind: string; to: string });
      const theirs = new Map(mails.filter(({ to }) => to === addressOf(person)).map(({ id, kind }) => [id, kind]));
      const counts: Record<string, number> = {};
      for (const kind of theirs.values()) counts[kind] = (counts[kind] ?? 0) + 1;
      return counts;
    },
    /** Tables that hold a text. */
    async placesOf(text: string): Promise<string[]> {
      const tables = await sql(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
      );
      const places: string[] = [];
      for (const { name } of tables) {
        const found = await sql(`SELECT 1 FROM "${String(name)}" t WHERE t::text ILIKE '%' || $1 || '%' LIMIT 1`, text);
        if (found.length > 0) places.push(String(name));
      }
      return places.sort();
    },
  };
}

export type CrashingSaga = Awaited<ReturnType<typeof crashingSaga>>;

/** One outcome: erased once, with a receipt from each, told by one mail of each kind, and nothing of them left but the row that says so. */
export async function expectErased({ sql, mailsTo, placesOf }: CrashingSaga, person: Person): Promise<void> {
  const rows = await sql(
    `SELECT e.state, e.sealed_address, (SELECT count(*)::int FROM erasure_parts p WHERE p.erasure_id = e.id AND p.erased_at IS NOT NULL) AS receipts
     FROM erasures e WHERE user_id = $1 AND state <> 'CANCELLED'`,
    person.id,
  );
  expect(rows).toEqual([{ state: 'DONE', sealed_address: null, receipts: 5 }]);
  expect(await sql('SELECT 1 FROM users WHERE id = $1', person.id)).toEqual([]);
  expect(mailsTo(person)).toEqual({ 'erasure-confirmed': 1, 'erasure-soon': 1, 'erasure-done': 1 });
  expect(await placesOf(person.username)).toEqual([]);
  // Facts hold ids, for 90 days.
  expect((await placesOf(person.id)).filter((name) => !['erasures', 'outbox', 'inbox'].includes(name))).toEqual([]);
}

/** One outcome: one export, ready, told by one mail, its archive in the store and nothing else of it. */
export async function expectExported({ sql, mailsTo, filesFolder }: CrashingSaga, person: Person): Promise<void> {
  const rows = await sql('SELECT id, state, size FROM data_exports WHERE user_id = $1', person.id);
  expect(rows).toEqual([{ id: expect.any(String) as string, state: 'READY', size: expect.any(Number) as number }]);
  expect(mailsTo(person)).toEqual({ 'export-ready': 1 });
  expect(await sql('SELECT 1 FROM export_tasks WHERE user_id = $1', person.id)).toEqual([]);
  const files = await sql('SELECT key FROM stored_files WHERE owner = $1', person.id);
  expect(files).toHaveLength(1);
  expect(readFileSync(join(filesFolder, String(files[0]!.key)))).toHaveLength(rows[0]!.size as number);
}
