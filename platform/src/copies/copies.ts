import type { Fact } from '../outbox';

/** Rows of this subgraph of which others keep copies. All SQL comes from code. */
export interface ToldCollection<S> {
  /** A query of `key` (text) and `version` of every row that others should have. */
  rows: string;
  /** The topics that tell of a row, and where its key stands in an outbox row of theirs (`topic`, `key`, `payload`). */
  topics: readonly string[];
  keyIn: string;
  /** Condition on such an outbox row: it told that the row is no more. */
  endedBy?: string;
  /** The present facts of rows by their keys; `key` of each is what its handler's order goes by, `about` the row's. */
  facts(step: S, keys: readonly string[]): Promise<readonly RowFact[]>;
}

/** A fact that tells one row of a collection as it is. */
export interface RowFact extends Fact {
  /** The row's key in the collection. */
  about: string;
}

/** Where the rows of a copy are. */
export interface CopyTable {
  table: string;
  /** The expression that is a row's key (text), for example `event_id || ' ' || user_id`. */
  key: string;
  /** Its column, where it is not called `version`; or an expression, for what has states in the place of versions. */
  version?: string;
  /** What makes a row older again, where that is not a version of -1: `SET …`. */
  backward?: string;
  /** Rows that count: not tombstones. */
  where?: string;
  /** Rows of the table for one of the source, where it is not one. */
  rowsEach?: number;
}

/** Where this subgraph keeps a collection of another. */
export interface KeptCollection<S> extends CopyTable {
  /**
   * Rows that the source does not have are deleted; where something follows from such a row, by a function that takes the locks, removes it
   * and does what follows. Where an account or an event hangs on a row, it stays, and an operator is told: only a fact that its source told
   * takes it away.
   */
  deletes?: true | DeleteRow<S>;
}

/** `remove` answers false when the row has changed since it was asked about, and stays. */
export type DeleteRow<S> = (step: S, key: string, remove: () => Promise<boolean>) => Promise<void>;

/** The copies of a subgraph, by the names of the collections. */
export interface CopiesOf<S> {
  /** What it tells, and others keep. */
  told: Readonly<Record<string, ToldCollection<S>>>;
  /** What it keeps of others. */
  kept: Readonly<Record<string, KeptCollection<S>>>;
}

/** The query of keys and versions of a copy. A row of which a part is missing or of another version counts as older than any. */
export function rowsOfCopy({ table, key, version = 'version', where = 'TRUE', rowsEach = 1 }: CopyTable): string {
  if (rowsEach === 1) return `SELECT ${key} AS key, ${version} AS version FROM ${table} WHERE ${where}`;
  return `SELECT ${key} AS key, CASE WHEN count(*) = ${rowsEach} AND min(${version}) = max(${version}) THEN min(${version}) ELSE -1 END AS version
    FROM ${table} WHERE ${where} GROUP BY 1`;
}
