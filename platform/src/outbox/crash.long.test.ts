import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventually } from '../testing/eventually';
import { describeWithOwnRedis, startRedis, type TestRedis } from '../testing/redis';
import type { Orders } from './fixtures/crashing.process';
import { effects, happened } from './fixtures/database';
import { messagingDatabase } from './fixtures/messaging';

const KEYS = ['a', 'b', 'c'];

describe('a process killed by SIGKILL, with the bus in memory', () => survivesCrashes(() => undefined));

describeWithOwnRedis('a process killed by SIGKILL, with the bus over Redis', () => {
  let redis: TestRedis;
  // One for each test: a test must not meet the facts of another's database.
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(() => redis.stop());
  survivesCrashes(() => redis.url);
});

/** Processes are started, killed and waited for, on a machine that may be busy. */
const PATIENCE_MS = 90_000;

function survivesCrashes(redisUrl: () => string | undefined): void {
  for (const when of ['before publishing', 'before marking'] as const) {
    test(
      `${when}: every fact takes effect once after the restart`,
      async () => {
        const db = await messagingDatabase();
        const [published, toCome] = [5, 12];
        const killed = start({ url: db.url, redisUrl: redisUrl(), keys: KEYS, from: 1, to: toCome, die: { at: published, when } });
        expect(await endOf(killed)).toBe('SIGKILL');
        const { rows } = await db.pool.query<{ n: string }>('SELECT count(*) AS n FROM outbox WHERE published_at IS NULL');
        expect(Number(rows[0]?.n)).toBeGreaterThan(0);

        await finish(start({ url: db.url, redisUrl: redisUrl(), keys: [], from: 1, to: 0 }), async () =>
          expect(await effects(db)).toEqual(await happened(db)),
        );
        expect((await happened(db)).length).toBeGreaterThan(published);
      },
      PATIENCE_MS,
    );
  }

  test(
    'at any moment, several times over: nothing is lost and nothing doubled',
    async () => {
      const db = await messagingDatabase();
      for (let round = 0; round < 4; round++) {
        const child = start({ url: db.url, redisUrl: redisUrl(), keys: KEYS, from: round * 1_000 + 1, to: round * 1_000 + 999 });
        const before = (await happened(db)).length;
        await saying(child, 'working');
        // A busy machine may take its time to the first commit; the moment after it is random.
        while ((await happened(db)).length === before) await new Promise((resolve) => setTimeout(resolve, 10));
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
        child.kill('SIGKILL');
        expect(await endOf(child)).toBe('SIGKILL');
      }
      await finish(start({ url: db.url, redisUrl: redisUrl(), keys: [], from: 1, to: 0 }), async () =>
        expect(await effects(db)).toEqual(await happened(db)),
      );
      expect((await happened(db)).length).toBeGreaterThan(0);
    },
    2 * PATIENCE_MS,
  );
}

function start(orders: Orders): ChildProcess {
  const script = path.join(__dirname, 'fixtures/crashing.process.ts');
  return spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(orders)], { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function endOf(child: ChildProcess): Promise<NodeJS.Signals | number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode ?? (child.exitCode as number);
}

async function saying(child: ChildProcess, word: string): Promise<void> {
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) if (String(chunk).includes(word)) return;
  throw new Error(`The process ended without saying "${word}".`);
}

/** Waits until the process has drained its outbox and `look` is content, then ends it properly. */
async function finish(child: ChildProcess, look: () => Promise<void>): Promise<void> {
  await saying(child, 'drained');
  await eventually(look, 20_000);
  child.stdin!.end();
  expect(await endOf(child)).toBe(0);
}
