import type { Pool } from 'pg';
import type { Changing } from './upkeep';

export interface Pruned {
  outbox: number;
  inbox: number;
  deadLetters: number;
  idempotencyKeys: number;
}

export interface Retention {
  /** Published facts, handled ids and replayed dead letters; longer than any fact can still be delivered again (seven days on Redis). */
  messagesDays?: number;
  /** Idempotency keys, with the results that a repeated request gets. */
  keysDays?: number;
}

const AT_ONCE = 5_000;

/**
 * Forgets published facts, handled ids and replayed dead letters after 90 days, and idempotency keys after one. What is unpublished, or a
 * dead letter that nobody has replayed, stays. In small steps, so that no delete holds its locks for long.
 */
export const prune = async (pool: Pick<Pool, 'query'>, { messagesDays = 90, keysDays = 1 }: Retention = {}): Promise<Pruned> => ({
  outbox: await deleteInSteps(pool, 'outbox', 'published_at IS NOT NULL AND occurred_at', messagesDays),
  inbox: await deleteInSteps(pool, 'inbox', 'handled_at', messagesDays),
  deadLetters: await deleteInSteps(pool, 'dead_letters', 'replayed_at', messagesDays),
  idempotencyKeys: await deleteInSteps(pool, 'idempotency_keys', 'created_at', keysDays),
});

/**
 * Publishes again what was published since then, of one topic or all, for a bus that lost its memory; as bulk, so that it is in nobody's way. Harmless where it was not lost:
 * the inboxes know these facts. Returns how many.
 */
export const republish = async (pool: Changing, { since, topic }: { since: Date; topic?: string }): Promise<number> => {
  const { rowCount } = await pool.query(
    'UPDATE outbox SET published_at = NULL, bulk = true WHERE published_at >= $1 AND ($2::text IS NULL OR topic = $2)',
    [since, topic ?? null],
  );
  await pool.query('NOTIFY outbox');
  return rowCount ?? 0;
};

const deleteInSteps = async (pool: Pick<Pool, 'query'>, table: string, age: string, days: number): Promise<number> => {
  for (let deleted = 0; ;) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM ${table} WHERE ${age} < now() - make_interval(days => $1) LIMIT ${AT_ONCE}))`,
      [days],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return deleted;
  }
};
