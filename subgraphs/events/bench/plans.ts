import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import pg from 'pg';
import type { Captured } from './capture';

/** Tables that grow with the world: reading one of them row by row gets slower every day. */
export const GROWING = ['events', 'attendances', 'event_search', 'event_popularity'] as const;

export interface Plans {
  /** Indexes that the statements read, each once. */
  indexes: string[];
  /** Growing tables that a statement reads row by row. */
  scans: string[];
}

/** How Postgres goes about these statements, with the values that were sent. What changes data is passed over. */
export async function plansOf(pool: pg.Pool, statements: readonly Captured[]): Promise<Plans> {
  const indexes = new Set<string>();
  const scans = new Set<string>();
  for (const { text, values } of statements) {
    if (!/^\s*(select|with)\b/i.test(text)) continue;
    const plan = await explain(pool, text, values);
    for (const index of usedIndexes(plan)) indexes.add(index);
    for (const table of GROWING) if (hasSeqScanOn(plan, table)) scans.add(table);
    for (const inner of await functionsIn(pool, text, values)) {
      for (const index of inner.indexes) indexes.add(index);
      for (const table of inner.scans) scans.add(table);
    }
  }
  return { indexes: [...indexes].sort(), scans: [...scans].sort() };
}

/** Our functions with a setting of their own are black boxes to EXPLAIN: their bodies are explained with that setting. */
const BOXES = ['events_titled_like', 'phrases_like'];

async function functionsIn(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<Plans[]> {
  const plans: Plans[] = [];
  for (const name of BOXES.filter((box) => text.includes(`${box}(`))) {
    const { rows } = await pool.query<{ body: string; names: string[]; types: string[]; settings: string[] }>(
      `SELECT prosrc AS body, proargnames[1:pronargs] AS names, ARRAY(SELECT format_type(t, NULL) FROM unnest(proargtypes) t) AS types, proconfig AS settings
       FROM pg_proc WHERE proname = $1`,
      [name],
    );
    const { body, names, types, settings } = rows[0]!;
    const spoken = values.filter((value): value is string => typeof value === 'string' && /^[\p{L} ]+$/u.test(value))[0] ?? 'lantern';
    const bound = names.reduce((sql, argument, at) => sql.replaceAll(`"${argument}"`, `$${at + 1}::${types[at]}`), body);
    const own = new pg.Pool({
      ...pool.options,
      max: 1,
      options: settings.map((setting) => `-c ${setting.replace(/ /g, '\\ ')}`).join(' '),
    });
    try {
      plans.push(await plansOf(own, [{ text: bound, values: types.map((type) => (type === 'text' ? spoken : '2026-12-01T12:00:00Z')) }]));
    } finally {
      await own.end();
    }
  }
  return plans;
}
