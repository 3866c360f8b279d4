import type { Fact } from '../outbox';

/** A row by its key, with the version that somebody has of it. */
export type VersionedRow = readonly [key: string, version: number];

/** How a bucket of rows looks from afar: two that have the same rows at the same versions have the same digest. */
export interface BucketDigest {
  bucket: number;
  count: number;
  /** Of keys and versions, whatever their order. */
  hash: string;
}

/** Key: source. An operator wants a subgraph to tell what it has. */
export interface CopiesWanted {
  source: string;
}

/** Key: collection. What the source has, by buckets: the hash of a key modulo their number. */
export interface CopiesDigested {
  collection: string;
  source: string;
  modulus: number;
  buckets: readonly BucketDigest[];
  /** Keys of which facts were told a moment ago, or wait to be published: left out of the digests. */
  restless: readonly string[];
}

/** Key: collection. A subgraph has other rows in these buckets; these. Told once for each digest. */
export interface CopiesDiffered {
  collection: string;
  consumer: string;
  modulus: number;
  buckets: readonly number[];
  rows: readonly VersionedRow[];
}

/** Key: the row's key. One row as its source has it, for one subgraph. */
export interface CopiesRetold {
  collection: string;
  consumer: string;
  key: string;
  /** What is taken in again, in this order. Empty: the source has no such row. */
  facts: readonly { topic: string; key: string; payload: unknown; occurredAt: string }[];
  /** The version that the copy has although the source has an earlier one, or no such row; null when it is not ahead. */
  ahead: number | null;
}

/** The facts by which copies are compared with their sources; the platform tells them and takes them in. */
export interface CopiesTopics {
  'copies.wanted': CopiesWanted;
  'copies.digested': CopiesDigested;
  'copies.differed': CopiesDiffered;
  'copies.retold': CopiesRetold;
}

/** A fact of these, marked as bulk: comparing is in nobody's way. */
export const bulkFact = <Topic extends keyof CopiesTopics>(topic: Topic, key: string, payload: CopiesTopics[Topic]): Fact => ({
  topic,
  key,
  payload,
  bulk: true,
});
