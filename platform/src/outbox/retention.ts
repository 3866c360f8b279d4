import type { Pool } from 'pg';

export interface Pruned {
  outbox: number;
  inbox: number;
}

/** Small enough that no delete holds its locks for long. */
const AT_ONCE = 5_000;

/**
 * Forgets published facts and handled ids older than so many days. Ids must be kept longer than any fact can still
 * be delivered again (seven days on Redis), or an old duplicate would take effect a second time.
 */
export const prune = async (pool: Pick<Pool, 'query'>, { olderThanDays = 90 }: { olderThanDays?: number } = {}): Promise<Pruned> => ({
  outbox: await deleteInSteps(pool, 'outbox', 'published_at IS NOT NULL AND occurred_at', olderThanDays),
  inbox: await deleteInSteps(pool, 'inbox', 'handled_at', olderThanDays),
});

/**
 * Publishes again what was published since then, for a bus that lost its memory. Harmless where it was not lost:
 * the inboxes know these facts. Returns how many.
 */
export const republish = async (pool: Pick<Pool, 'query'>, { since }: { since: Date }): Promise<number> => {
  const { rowCount } = await pool.query('UPDATE outbox SET published_at = NULL WHERE published_at >= $1', [since]);
  await pool.query('NOTIFY outbox');
  return rowCount ?? 0;
};

const deleteInSteps = async (pool: Pick<Pool, 'query'>, table: 'outbox' | 'inbox', age: string, days: number): Promise<number> => {
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
