import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Logger } from '../logger';

/** Work that is due again and again, for example expiring holds. It must be safe to run twice. */
export interface Job {
  name: string;
  everyMs: number;
  run: () => Promise<void>;
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
}

/** Runs each job on its interval, in one replica at a time (advisory lock), never overlapping itself. A failure is logged and the next turn tried. */
export function startJobs({ pool, logger, jobs, byThemselves = true }: JobsOptions): Scheduler {
  const running = new Map<string, Promise<boolean>>();
  const run = (job: Job): Promise<boolean> => {
    const current = running.get(job.name);
    if (current) return current;
    const turn = underLock(pool, job.name, job.run)
      .catch((error: unknown) => {
        logger.error({ err: error, job: job.name }, 'job failed');
        return false;
      })
      .finally(() => running.delete(job.name));
    running.set(job.name, turn);
    return turn;
  };
  const timers = (byThemselves ? jobs : []).map((job) => setInterval(() => void run(job), job.everyMs).unref());
  return {
    runNow(name) {
      const job = jobs.find((candidate) => candidate.name === name);
      if (!job) throw new Error(`There is no job called ${name}.`);
      return run(job);
    },
    async stop() {
      timers.forEach(clearInterval);
      await Promise.all(running.values());
    },
  };
}

async function underLock(pool: Pool, name: string, work: () => Promise<void>): Promise<boolean> {
  const key = createHash('sha256').update(`job:${name}`).digest().readBigInt64BE();
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [key]);
    if (!rows[0]?.locked) return false;
    try {
      await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [key]);
    }
    return true;
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    // A connection that failed may still hold the lock: ending it frees the lock.
    client.release(broken);
  }
}
