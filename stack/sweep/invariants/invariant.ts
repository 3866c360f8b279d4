import type { City } from '../city';
import type { DatabaseName } from '../ground';

/** Something that must hold whenever nothing is under way. */
export interface Invariant {
  name: string;
  /** What breaks it, one line each; empty when it holds. */
  check(city: City): Promise<string[]>;
}

/** Holds while a query finds nothing. Each row found is told as it is. */
export const none = (name: string, database: DatabaseName, text: string): Invariant => ({
  name,
  check: async (city) => (await city.rows(database, text)).map((row) => JSON.stringify(row)),
});

/** One side of a comparison. */
interface Side {
  database: DatabaseName;
  text: string;
  /** What its parameters are. */
  values?: (city: City) => Promise<unknown[]>;
}

/** Holds while two queries, in different databases, return the same rows by key; a row that `of` lacks or has too many breaks it. */
export const same = (name: string, source: Side, copy: Side): Invariant => ({
  name,
  async check(city) {
    const [there, here] = await Promise.all([byKey(city, source), byKey(city, copy)]);
    const odd: string[] = [];
    for (const [key, row] of there)
      if (here.get(key) !== row) odd.push(`${key}: ${source.database} ${row}, ${copy.database} ${here.get(key) ?? 'nothing'}`);
    for (const key of here.keys()) if (!there.has(key)) odd.push(`${key}: ${copy.database} ${here.get(key)}, ${source.database} nothing`);
    return odd;
  },
});

/** Rows `{ key, … }` by their key, as text. */
async function byKey(city: City, { database, text, values }: Side): Promise<Map<string, string>> {
  const rows = await city.rows<{ key: string }>(database, text, await values?.(city));
  return new Map(rows.map(({ key, ...row }) => [key, JSON.stringify(row)]));
}
