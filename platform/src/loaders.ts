import DataLoader from 'dataloader';
import { isId } from './input';

export type Loader<Key, Value> = DataLoader<Key, Value>;

/** One row for each key, null where there is none. The name of a loader says the question: `eventById`. Lives as long as the request. */
export function byId<Key extends string | number, Row>(
  load: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): Loader<Key, Row | null> {
  return new DataLoader<Key, Row | null, Key>(
    async (given) => {
      const keys = given.map(inLowerCase);
      const rows = new Map((await load(keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => rows.get(key) ?? null);
    },
    { cacheKeyFn: inLowerCase },
  );
}

/** Ids are the same in capitals; other keys (slugs, names) are compared as they are. */
const inLowerCase = <Key extends string | number>(key: Key): Key =>
  typeof key === 'string' && isId(key) ? (key.toLowerCase() as Key) : key;

/** All rows for each key, in the order the query gave them; an empty list where there are none: `attendancesByEventId`. */
export function manyBy<Key extends string | number, Row>(
  load: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): Loader<Key, Row[]> {
  return new DataLoader<Key, Row[]>(async (keys) => {
    const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
    for (const row of await load(keys)) groups.get(keyOf(row))?.push(row);
    return keys.map((key) => groups.get(key) ?? []);
  });
}

/** For keys that are objects (an id and a page size, say): one batch function, results matched by `identity`. */
export function byKey<Key extends object, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
  identity: (key: Key) => string,
  missing: Value,
): Loader<Key, Value> {
  return new DataLoader<Key, Value, string>(
    async (keys) => {
      const found = await load(keys);
      return keys.map((key) => found.get(identity(key)) ?? missing);
    },
    { cacheKeyFn: identity },
  ) as unknown as Loader<Key, Value>;
}
