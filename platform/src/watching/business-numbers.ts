import type { Pool } from 'pg';
import { atMostEvery } from './at-most-every';
import type { Meter, Series } from './meter';

/**
 * How a subgraph's business stands, read from its rows: open holds, people who are there. Each row of the statement is one value: `value`,
 * and a column for each label, whose values come from a bounded set (a status, never an id or a name that somebody chose). The statement
 * is cheap: it reads an index, or a table of at most some hundred thousand rows, since it runs every minute. What happens (messages, orders)
 * is counted where it happens: `marquee_mutations_total` and `marquee_facts_told_total`.
 */
export interface BusinessNumber {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly sql: string;
}

const EVERY_MS = 60_000;

/** Every process of a subgraph reads the same rows: take their maximum, not their sum. */
export function registerNumbers(meter: Meter, pool: Pick<Pool, 'query'>, numbers: readonly BusinessNumber[], everyMs = EVERY_MS): void {
  for (const { name, help, labels = [], sql } of numbers) {
    const read = atMostEvery(everyMs, async (): Promise<Series[]> => {
      const { rows } = await pool.query<Record<string, unknown>>(sql);
      return rows.map((row) => [labels.map((label) => String(row[label])), Number(row.value)]);
    });
    meter.gaugeOfEach(name, help, labels, read);
  }
}
