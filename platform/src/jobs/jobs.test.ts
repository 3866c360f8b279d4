import pg from 'pg';
import { silentLogger, type Logger } from '../logger';
import { afterTests } from '../testing/fresh-database';
import { serverUrl } from '../testing/server';
import { startJobs, type Scheduler } from './jobs';

test('a database that is away is told once a job, and when the job runs again; any other fault every time', async () => {
  const pool = new pg.Pool({ connectionString: serverUrl('postgres') });
  afterTests(() => pool.end());
  const lines: string[] = [];
  const line =
    (level: string) =>
    ({ reason }: { reason?: string }, text: string) =>
      void lines.push([level, text, reason].filter(Boolean).join(' '));
  const logger = { info: line('info'), warn: line('warn'), error: line('error') } as unknown as Logger;
  const away = Object.assign(new Error('the database system is in recovery mode'), { code: '57P03' });
  const outcomes = [away, away, away, null, away, new TypeError('a fault of ours'), new TypeError('a fault of ours'), null];
  const run = async () => {
    const failure = outcomes.shift();
    if (failure) throw failure;
  };
  const jobs = startJobs({ pool, logger, jobs: [{ name: 'expire-holds', everyMs: 60_000, run }], byThemselves: false });
  const ran: boolean[] = [];
  while (outcomes.length > 0) ran.push(await jobs.runNow('expire-holds'));
  expect(ran).toEqual([false, false, false, true, false, false, false, true]);
  expect(lines).toEqual([
    'warn job waits for the database 57P03',
    'info job runs again',
    'warn job waits for the database 57P03',
    'error job failed',
    'error job failed',
    'info job runs again',
  ]);
});

test('a job that another wakes runs at once, and once more where it ran already; not where jobs are asked for', async () => {
  const pool = new pg.Pool({ connectionString: serverUrl('postgres') });
  afterTests(() => pool.end());
  const ran: string[] = [];
  let goOn!: () => void;
  const waits = new Promise<void>((resolve) => (goOn = resolve));
  let isDone!: () => void;
  const done = new Promise<void>((resolve) => (isDone = resolve));
  const jobs = [
    {
      name: 'hands-over',
      everyMs: 3_600_000,
      run: async (wake: (name: string) => void) => {
        ran.push('hands-over');
        wake('carries-on');
      },
    },
    {
      name: 'carries-on',
      everyMs: 3_600_000,
      run: async () => {
        ran.push('carries-on');
        if (ran.length > 3) isDone();
        else await waits;
      },
    },
  ];
  const logger = { info() {}, warn() {}, error() {} } as unknown as Logger;
  const asked = startJobs({ pool, logger, jobs, byThemselves: false });
  await asked.runNow('hands-over');
  expect(ran.splice(0)).toEqual(['hands-over']);
  await asked.stop();
  const scheduler = startJobs({ pool, logger, jobs });
  await scheduler.runNow('hands-over');
  await scheduler.runNow('hands-over');
  goOn();
  await done;
  expect(ran.filter((name) => name === 'carries-on')).toHaveLength(2);
  await scheduler.stop();
  await expect(scheduler.runNow('none')).rejects.toThrow('There is no job called none.');
});

test('more jobs than the pool has connections run at the same time, and each still gets one for its work', async () => {
  const pool = new pg.Pool({ connectionString: serverUrl('postgres'), max: 3, connectionTimeoutMillis: 5_000 });
  afterTests(() => pool.end());
  const names = Array.from({ length: 12 }, (_, n) => `job ${n}`);
  let begun = 0;
  let all!: () => void;
  const allHaveBegun = new Promise<void>((resolve) => (all = resolve));
  const jobs = names.map((name) => ({
    name,
    everyMs: 60_000,
    async run() {
      if (++begun === names.length) all();
      await allHaveBegun;
      await pool.query('SELECT 1');
    },
  }));
  const scheduler = startJobs({ pool, logger: silentLogger, jobs, byThemselves: false });
  expect(await Promise.all(names.map((name) => scheduler.runNow(name)))).toEqual(names.map(() => true));
  expect(pool.idleCount).toBe(pool.totalCount);
});

test('a job runs in one replica at a time', async () => {
  const pools = [0, 1].map(() => new pg.Pool({ connectionString: serverUrl('postgres'), max: 2 }));
  for (const pool of pools) {
    pool.on('error', () => undefined);
    afterTests(() => pool.end());
  }
  let go!: () => void;
  const held = new Promise<void>((resolve) => (go = resolve));
  let isIn!: () => void;
  const entered = new Promise<void>((resolve) => (isIn = resolve));
  const run = async () => {
    isIn();
    await held;
  };
  const jobs = [{ name: `one at a time ${process.pid}`, everyMs: 60_000, run }];
  const [one, other] = pools.map((pool) => startJobs({ pool, logger: silentLogger, jobs, byThemselves: false })) as [Scheduler, Scheduler];
  const first = one.runNow(jobs[0]!.name);
  await entered;
  expect(await other.runNow(jobs[0]!.name)).toBe(false);
  go();
  expect(await first).toBe(true);
  expect(await other.runNow(jobs[0]!.name)).toBe(true);
});
