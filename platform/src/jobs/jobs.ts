import type { Pool } from 'pg';
import { isDatabaseAway, sqlState } from '../db/postgres-errors';
import type { Logger } from '../logger';
import { untraced, type Tracer } from '../tracing';
import type { Series, SubgraphMeter } from '../watching';
import { JobLocks } from './job-locks';

/** Work that is due again and again, for example expiring holds. It must be safe to run twice. */
export interface Job {
  name: string;
  everyMs: number;
  /** `wake`: another job has something to do now, and does not wait for its interval. */
  run: (wake: (name: string) => void) => Promise<void>;
}

export interface Scheduler {
  /** Runs one job now, unless another replica runs it. Returns whether it ran. */
  runNow(name: string): Promise<boolean>;
  stop(): Promise<void>;
}

export interface JobsOptions {
  pool: Pool;
  logger: Logger;
  jobs: readonly Job[];
  /** False: only `runNow` runs them. */
  byThemselves?: boolean | undefined;
  meter?: SubgraphMeter;
  /** Each run that has the lock is a span. */
  tracer?: Tracer | undefined;
}

/** Runs each job on its interval, in one replica at a time (advisory lock), never overlapping itself. A failure is logged and the next turn tried. */
export function startJobs({ pool, logger, jobs, byThemselves = true, meter, tracer = untraced }: JobsOptions): Scheduler {
  const locks = new JobLocks(pool);
  const running = new Map<string, Promise<boolean>>();
  /** Those that were woken while they ran: what woke them may have come behind their last look. */
  const again = new Set<string>();
  let isStopped = false;
  const away = new Set<string>();
  const record = meter && recordOf(meter, jobs);
  const run = (job: Job): Promise<boolean> => {
    const current = running.get(job.name);
    if (current) return current;
    const startedAt = performance.now();
    const turn = locks
      .whileLocked(job.name, () => tracer.run({ name: `job ${job.name}`, kind: 'internal' }, () => job.run(wake)))
      .then((ran) => {
        record?.(job, ran ? 'ok' : 'elsewhere', startedAt);
        if (away.delete(job.name)) logger.info({ job: job.name }, 'job runs again');
        return ran;
      })
      .catch((error: unknown) => {
        if (!isDatabaseAway(error)) logger.error({ err: error, job: job.name }, 'job failed');
        // Its next turns fail alike until the database is there again: one line tells it.
        else if (!away.has(job.name)) {
          away.add(job.name);
          logger.warn({ reason: sqlState(error) ?? (error as Error).message, job: job.name }, 'job waits for the database');
        }
        record?.(job, 'failed', startedAt);
        return false;
      })
      .finally(() => {
        running.delete(job.name);
        if (again.delete(job.name) && !isStopped) void run(job);
      });
    running.set(job.name, turn);
    return turn;
  };
  const jobNamed = (name: string): Job => {
    const job = jobs.find((candidate) => candidate.name === name);
    if (!job) throw new Error(`There is no job called ${name}.`);
    return job;
  };
  const wake = (name: string): void => {
    const job = jobNamed(name);
    if (!byThemselves || isStopped) return;
    if (running.has(name)) again.add(name);
    else void run(job);
  };
  const timers = (byThemselves ? jobs : []).map((job) => setInterval(() => void run(job), job.everyMs).unref());
  return {
    runNow: async (name) => run(jobNamed(name)),
    async stop() {
      isStopped = true;
      timers.forEach(clearInterval);
      await Promise.all(running.values());
    },
  };
}

/** Counts each run. A job that has not run since the start counts as if it had run then: only its silence from then on is one. */
function recordOf(meter: SubgraphMeter, jobs: readonly Job[]) {
  const lastOk = new Map(jobs.map(({ name }) => [name, Date.now()]));
  meter.gaugeOfEach('marquee_job_last_success_timestamp_seconds', 'When this process last ran a job to its end.', ['job_name'], () =>
    [...lastOk].map(([name, at]): Series => [[name], at / 1000]),
  );
  meter.gaugeOfEach('marquee_job_interval_seconds', 'How often a job is due.', ['job_name'], () =>
    jobs.map(({ name, everyMs }): Series => [[name], everyMs / 1000]),
  );
  return ({ name }: Job, outcome: 'ok' | 'failed' | 'elsewhere', startedAt: number) => {
    meter.jobRuns.with(name, outcome).add();
    if (outcome !== 'elsewhere') meter.jobDurations.with(name).took(performance.now() - startedAt);
    if (outcome === 'ok') lastOk.set(name, Date.now());
  };
}
