import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** Asks the subgraph of this database, while it runs, to tell what it has: within seconds those who keep copies compare theirs with it. */
export const wantComparison = async (pool: Pick<Pool, 'query'>, source: string): Promise<void> => {
  await pool.query(
    `INSERT INTO outbox (id, topic, key, payload) VALUES ($1, 'copies.wanted', $2, jsonb_build_object('source', $2::text))`,
    [randomUUID(), source],
  );
};
