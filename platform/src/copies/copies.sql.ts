import type { BucketDigest, VersionedRow } from './facts';
import { rowsOfCopy, type CopyTable, type ToldCollection } from './copies';

/** What runs statements whose text is put together in code. */
export interface CopiesSql {
  $executeRawUnsafe(query: string, ...values: unknown[]): PromiseLike<number>;
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): PromiseLike<T>;
}

/** Facts younger than that may still be on their way. */
const RESTLESS = '5 minutes';
/** A whole table is read: nobody waits for it, and it is done at night. The transactions in which it is done may take so long, too. */
export const MAY_TAKE_MS = 60_000;

const bucketOf = (modulus: string) => `(('x' || substr(md5(key), 1, 8))::bit(32)::bigint % ${modulus})::int`;

export const takeTime = (tx: CopiesSql): PromiseLike<number> => tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${MAY_TAKE_MS}`);

export async function countRows(tx: CopiesSql, rows: string): Promise<number> {
  const [found] = await tx.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM (${rows}) AS r`);
  return found!.count;
}

/** MD5, because two databases must agree: Postgres's own hashes are not promised to be the same everywhere. */
export const digestsOf = (tx: CopiesSql, rows: string, modulus: number, without: readonly string[]): PromiseLike<BucketDigest[]> =>
  tx.$queryRawUnsafe(
    `SELECT bucket, count(*)::int AS count, sum(part)::text AS hash FROM (
       SELECT ${bucketOf('$1::int')} AS bucket, ('x' || substr(md5(key || ' ' || version), 1, 15))::bit(60)::bigint AS part
       FROM (${rows}) AS r WHERE key <> ALL ($2::text[])
     ) AS parts GROUP BY bucket ORDER BY bucket`,
    modulus,
    [...without],
  );

export type BucketRow = { bucket: number; key: string; version: number };

/** In the order of bucket and key. */
export const rowsIn = (
  tx: CopiesSql,
  rows: string,
  { modulus, buckets, without }: { modulus: number; buckets: readonly number[]; without: readonly string[] },
): PromiseLike<BucketRow[]> =>
  tx.$queryRawUnsafe(
    `SELECT bucket, key, version FROM (SELECT ${bucketOf('$1::int')} AS bucket, key, version::int AS version FROM (${rows}) AS r) AS placed
     WHERE bucket = ANY ($2::int[]) AND key <> ALL ($3::text[]) ORDER BY bucket, key`,
    modulus,
    [...buckets],
    [...without],
  );

/** Keys of rows of which facts are on their way, or may be; at most `limit`. */
export async function restlessKeys(tx: CopiesSql, { topics, keyIn }: ToldCollection<never>, limit: number): Promise<string[]> {
  const rows = await tx.$queryRawUnsafe<{ about: string }[]>(
    `SELECT DISTINCT ${keyIn} AS about FROM outbox
     WHERE (published_at IS NULL OR occurred_at > clock_timestamp() - interval '${RESTLESS}') AND topic = ANY ($1::text[]) LIMIT $2::int`,
    [...topics],
    limit,
  );
  return rows.map(({ about }) => about);
}

/** What the outbox still knows of the end of rows. */
export const endsOf = (
  tx: CopiesSql,
  { topics, keyIn, endedBy }: ToldCollection<never>,
  keys: readonly string[],
): PromiseLike<{ about: string; topic: string; key: string; payload: unknown; occurredAt: Date }[]> =>
  tx.$queryRawUnsafe(
    `SELECT DISTINCT ON (about) about, topic, key, payload, occurred_at AS "occurredAt"
     FROM (SELECT ${keyIn} AS about, * FROM outbox WHERE topic = ANY ($1::text[]) AND (${endedBy ?? 'FALSE'})) AS ends
     WHERE about = ANY ($2::text[]) ORDER BY about, sequence DESC`,
    [...topics],
    [...keys],
  );

/** Was a digest of it told within these hours? */
export async function wasDigested(tx: CopiesSql, collection: string, hours: number): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT 1 FROM outbox WHERE topic = 'copies.digested' AND key = $1 AND occurred_at > clock_timestamp() - make_interval(hours => $2::int) LIMIT 1`,
    collection,
    hours,
  );
  return rows.length > 0;
}

/** Lets the source's version be newer again, unless the copy has changed since. */
export const stepBack = (
  tx: CopiesSql,
  { table, key, version = 'version', backward = `${version} = -1` }: CopyTable,
  [row, from]: VersionedRow,
): PromiseLike<number> => tx.$executeRawUnsafe(`UPDATE ${table} SET ${backward} WHERE ${key} = $1 AND ${version} = $2::int`, row, from);

/** Deletes a row, unless the copy has changed since. */
export function deleteRow(tx: CopiesSql, copy: CopyTable, [row, from]: VersionedRow): PromiseLike<number> {
  const { table, key, version = 'version', where = 'TRUE', rowsEach = 1 } = copy;
  const has = rowsEach === 1 ? version : `(SELECT r.version FROM (${rowsOfCopy(copy)}) AS r WHERE r.key = $1)`;
  return tx.$executeRawUnsafe(`DELETE FROM ${table} WHERE ${key} = $1 AND (${where}) AND ${has} = $2::int`, row, from);
}
