import type { Pool } from 'pg';
import type { Meter, Series } from '../watching';

/** Days for which ended work is kept, for its owner to read; work whose input never became complete goes after one. */
const ENDED_DAYS = 30;

export const pruneWork = async (pool: Pick<Pool, 'query'>): Promise<number> => {
  const { rowCount } = await pool.query(
    `DELETE FROM long_work WHERE ended_at < now() - make_interval(days => $1) OR state = 'COLLECTING' AND created_at < now() - interval '1 day'`,
    [ENDED_DAYS],
  );
  return rowCount ?? 0;
};

/** How much work waits, runs, and has failed within the days that it is kept. */
export function registerWork(meter: Meter, pool: Pick<Pool, 'query'>, kinds: readonly string[]): void {
  meter.gaugeOfEach('marquee_long_work', 'Pieces of long work, by kind and state.', ['kind', 'state'], async () => {
    const { rows } = await pool.query<{ kind: string; state: string; n: number }>(
      `SELECT kind, state, count(*)::int AS n FROM long_work WHERE state IN ('QUEUED', 'RUNNING', 'FAILED') GROUP BY kind, state`,
    );
    const count = (kind: string, state: string) => rows.find((row) => row.kind === kind && row.state === state)?.n ?? 0;
    return kinds.flatMap((kind): Series[] => [
      [[kind, 'waiting'], count(kind, 'QUEUED')],
      [[kind, 'running'], count(kind, 'RUNNING')],
      [[kind, 'failed'], count(kind, 'FAILED')],
    ]);
  });
}
