import type { Pool } from 'pg';
import { atMostEvery, type Meter } from '../watching';

type Queryable = Pick<Pool, 'query'>;
/** What only changes rows: a pool, or a transaction (`inTransaction`). */
export interface Changing {
  query(text: string, values?: unknown[]): Promise<{ rowCount: number | null }>;
}

/** How the facts of one subgraph stand. */
export interface FactsHealth {
  /** Told by people's doings and not published yet. */
  waiting: number;
  /** Told by bulk work and not published yet. */
  bulkWaiting: number;
  /** Age in seconds of the oldest of both; 0 when there is none. */
  oldestSeconds: number;
  /** Facts of others that failed too often here and were not replayed. */
  deadLetters: number;
}

/** One fact that a subgraph could not take in. */
export interface DeadLetter {
  id: string;
  topic: string;
  key: string;
  /** The first line of what its handler threw. */
  error: string;
  failedAt: Date;
  /** Somebody has asked for it to be replayed, and it is about to be. */
  replayWanted: boolean;
}

export const factsHealth = async (pool: Queryable): Promise<FactsHealth> => {
  const { rows } = await pool.query<{ waiting: number; bulk: number; oldest: string | null; dead: number }>(
    `SELECT count(*) FILTER (WHERE NOT bulk)::int AS waiting, count(*) FILTER (WHERE bulk)::int AS bulk,
            extract(epoch FROM clock_timestamp() - min(occurred_at)) AS oldest,
            (SELECT count(*)::int FROM dead_letters WHERE replayed_at IS NULL) AS dead
     FROM outbox WHERE published_at IS NULL`,
  );
  const [row] = rows;
  return {
    waiting: row?.waiting ?? 0,
    bulkWaiting: row?.bulk ?? 0,
    oldestSeconds: Math.max(0, Number(row?.oldest ?? 0)),
    deadLetters: row?.dead ?? 0,
  };
};

/** What `DeadLetter` is made of. */
export const DEAD_LETTER = `id, topic, envelope->>'key' AS key, split_part(error, E'\\n', 1) AS error, failed_at AS "failedAt",
            replay_wanted_at IS NOT NULL AS "replayWanted"`;

/** The dead letters that were not replayed, oldest first, at most `limit`. */
export const deadLetters = async (pool: Queryable, limit = 100): Promise<DeadLetter[]> => {
  const { rows } = await pool.query<DeadLetter>(
    `SELECT ${DEAD_LETTER} FROM dead_letters WHERE replayed_at IS NULL ORDER BY failed_at LIMIT $1`,
    [limit],
  );
  return rows;
};

export type WhichDeadLetters = { ids: readonly string[] } | { topic: string } | 'all';

/** Asks the subgraph to take dead letters in again: some by their ids, those of a topic, or all. Returns how many. It does so within seconds. */
export const wantReplay = async (pool: Changing, which: WhichDeadLetters): Promise<number> => {
  const [condition, values] =
    which === 'all'
      ? ['TRUE', []]
      : 'ids' in which
        ? ['(id = ANY($1::uuid[]) OR event_id = ANY($1::uuid[]))', [[...which.ids]]]
        : ['topic = $1', [which.topic]];
  const { rowCount } = await pool.query(
    `UPDATE dead_letters SET replay_wanted_at = clock_timestamp() WHERE replayed_at IS NULL AND ${condition}`,
    values,
  );
  return rowCount ?? 0;
};

/** Takes the dead letters in that somebody asked for. One that fails again stays a dead letter, with its new error. */
export const replayWanted = async (
  pool: Queryable,
  replay: (id: string) => Promise<boolean>,
): Promise<{ replayed: number; failed: number }> => {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM dead_letters WHERE replay_wanted_at IS NOT NULL AND replayed_at IS NULL ORDER BY failed_at',
  );
  const outcome = { replayed: 0, failed: 0 };
  for (const { id } of rows) {
    try {
      if (await replay(id)) outcome.replayed++;
    } catch (error) {
      outcome.failed++;
      await pool.query('UPDATE dead_letters SET replay_wanted_at = NULL, error = $2, failed_at = clock_timestamp() WHERE id = $1', [
        id,
        String((error as Error).stack ?? error).slice(0, 4_000),
      ]);
    }
  }
  return outcome;
};

/** Several metrics come from one statement. */
const READ_AT_MOST_EVERY_MS = 1_000;

export function registerFacts(meter: Meter, pool: Queryable): void {
  const health = atMostEvery(READ_AT_MOST_EVERY_MS, () => factsHealth(pool));
  meter.gaugeOfEach('marquee_facts_waiting', 'Facts committed and not published yet, by what made them.', ['lane'], async () => {
    const { waiting, bulkWaiting } = await health();
    return [
      [['people'], waiting],
      [['bulk'], bulkWaiting],
    ];
  });
  meter.gauge(
    'marquee_facts_oldest_seconds',
    'Age of the oldest fact that is not published yet.',
    async () => (await health()).oldestSeconds,
  );
  meter.gauge('marquee_dead_letters', 'Facts that could not be taken in and were not replayed.', async () => (await health()).deadLetters);
}
