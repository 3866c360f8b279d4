/** What runs statements whose text is put together in code. */
interface UnsafeSql {
  $executeRawUnsafe(query: string, ...values: unknown[]): PromiseLike<number>;
}

/** A row of a copy; `version` says how new it is. Dates may be ISO text, as facts carry them. */
export type CopyRow = Readonly<Record<string, unknown> & { version: number }>;

export interface CopyOptions {
  /** A boolean column: a row in which it is true is never written again, for example `erased`. */
  unless?: string;
}

/**
 * Writes a row into a copy of another subgraph's table, unless the copy is as new already: facts may come late and more than once.
 * Returns whether it was written. `key` names the properties that identify a row; properties in camel case stand for columns in snake
 * case. Table and names come from code, never from a client.
 */
export async function keepNewer(
  tx: UnsafeSql,
  table: string,
  key: readonly string[],
  row: CopyRow,
  { unless }: CopyOptions = {},
): Promise<boolean> {
  const columns = Object.keys(row).map(columnOf);
  const keys = key.map(columnOf);
  const changes = columns.filter((column) => !keys.includes(column)).map((column) => `${column} = excluded.${column}`);
  const written = await tx.$executeRawUnsafe(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${columns.join(', ')} FROM jsonb_populate_record(NULL::${table}, $1::jsonb)
     ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${changes.join(', ')}
     WHERE ${table}.version < excluded.version${unless ? ` AND NOT ${table}.${columnOf(unless)}` : ''}`,
    JSON.stringify(Object.fromEntries(Object.entries(row).map(([name, value]) => [columnOf(name), value]))),
  );
  return written > 0;
}

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
