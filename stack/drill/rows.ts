import pg from 'pg';

/**
 * Every row of a database, by its table, its place in it and the transaction that wrote it last (which a restored server has as they were),
 * with when that was committed.
 */
export type Rows = ReadonlyMap<string, number>;

/** A commit gets its time a little before it stands in the log: of those that close to the moment either may be. */
const CLOSE_MS = 250;

/** The moment as the server's own clock saw it. */
export interface Moment {
  from: number;
  to: number;
}

export async function readRows(url: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 1`,
    );
    const rows = new Map<string, number>();
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string; at: number | null }>(
        `SELECT ctid::text || ' ' || xmin::text AS row, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS at FROM ${name}`,
      );
      for (const { row, at } of found.rows) rows.set(`${name} ${row}`, at ?? 0);
    }
    return rows;
  } finally {
    await client.end();
  }
}

export interface Compared {
  /** Rows that were written before the moment and not touched since: as many must be there. */
  before: number;
  /** Rows that were written after it: none of them may be there. */
  after: number;
  /** Rows that are there as they were before a change, or a deletion, after the moment. */
  asTheyWere: number;
  faults: string[];
}

/** Holds what was restored against the source, which has gone on since. */
export function compareRows(source: Rows, restored: Rows, { from, to }: Moment): Compared {
  const faults: string[] = [];
  let [before, after, asTheyWere] = [0, 0, 0];
  for (const [row, at] of source) {
    if (at > to) after++;
    if (at >= from - CLOSE_MS) continue;
    before++;
    if (!restored.has(row)) faults.push(`${row} was committed ${Math.round(from - at)} ms before the moment and is missing`);
  }
  for (const [row, at] of restored) {
    if (at > to) faults.push(`${row} was committed ${Math.round(at - to)} ms after the moment and is there`);
    if (!source.has(row)) asTheyWere++;
  }
  return { before, after, asTheyWere, faults };
}
