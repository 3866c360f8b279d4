import type { BucketDigest, VersionedRow } from './facts';

/** Buckets in which two sides have other rows. One that only one side has differs, too. */
export function differingBuckets(one: readonly BucketDigest[], other: readonly BucketDigest[]): number[] {
  const digests = (side: readonly BucketDigest[]) => new Map(side.map(({ bucket, count, hash }) => [bucket, `${count} ${hash}`]));
  const [here, there] = [digests(one), digests(other)];
  return [...new Set([...here.keys(), ...there.keys()])].filter((bucket) => here.get(bucket) !== there.get(bucket)).sort((a, b) => a - b);
}

export interface Differences {
  /** Keys of rows that the copy lacks, or has at an earlier version. */
  behind: string[];
  /** Rows that the copy has at a version which the source does not have yet, or any more. */
  ahead: VersionedRow[];
  /** Rows that the source does not have. */
  absent: VersionedRow[];
}

/** What a copy has otherwise than its source. */
export function differences(source: readonly VersionedRow[], copy: readonly VersionedRow[]): Differences {
  const [had, has] = [new Map(source), new Map(copy)];
  return {
    behind: source.filter(([key, version]) => (has.get(key) ?? -Infinity) < version).map(([key]) => key),
    ahead: copy.filter(([key, version]) => version > (had.get(key) ?? Infinity)),
    absent: copy.filter(([key]) => !had.has(key)),
  };
}

const ROWS_A_BUCKET = 500;
const MOST_BUCKETS = 1_024;

/** So many buckets that each has some hundred rows: a difference costs a bucket, not the table. */
export const bucketsFor = (rows: number): number => Math.min(MOST_BUCKETS, Math.max(1, Math.ceil(rows / ROWS_A_BUCKET)));

/** Cuts items into groups of a total weight of about `most`; none is torn apart. */
export function inGroups<Item>(items: readonly Item[], weightOf: (item: Item) => number, most: number): Item[][] {
  const groups: Item[][] = [];
  let weight = Infinity;
  for (const item of items) {
    weight += weightOf(item);
    if (weight > most) {
      groups.push([]);
      weight = weightOf(item);
    }
    groups.at(-1)!.push(item);
  }
  return groups;
}
