import pg from 'pg';

/** One statement as it went to Postgres. */
export interface SentStatement {
  readonly database: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface RecordQuestion {
  readonly record: 'begin' | 'end';
}

export interface Recorder {
  answer(question: RecordQuestion): { statements: readonly SentStatement[] };
}

type Query = (this: pg.Client & { database: string }, ...args: unknown[]) => unknown;

/** Jobs that come between send large numbers, too. */
const sendable = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Listens to what this process sends to Postgres while it is told to. It costs one look at a variable for each statement otherwise. */
export function recordStatements(): Recorder {
  let recorded: SentStatement[] | null = null;
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [first, second] = args as [string | { text?: string; values?: unknown[] }, unknown];
    const text = typeof first === 'string' ? first : first.text;
    const values = (typeof first === 'string' ? undefined : first.values) ?? (Array.isArray(second) ? (second as unknown[]) : []);
    if (recorded && text !== undefined) recorded.push({ database: this.database, text: text.replace(/\s+/g, ' ').trim(), values });
    return query.apply(this, args);
  };
  return {
    answer({ record }) {
      const statements = (recorded ?? []).map((statement) => ({ ...statement, values: statement.values.map(sendable) }));
      recorded = record === 'begin' ? [] : null;
      return { statements };
    },
  };
}
