import pg from 'pg';
import type { Logger } from '../logger';
import { afterTests } from '../testing/fresh-database';
import { serverUrl } from '../testing/server';
import { startJobs } from './jobs';

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
