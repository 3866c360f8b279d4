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
