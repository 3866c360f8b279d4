import { randomUUID } from 'node:crypto';
import type { RawSql } from './database';

/** A fact to be told, before it has an id. */
export interface Fact<Topic extends string = string, Payload = unknown> {
  topic: Topic;
  /** Id of the entity it is about: facts of one key are delivered in order. */
  key: string;
  payload: Payload;
  headers?: Record<string, string>;
  /** When it happened, where that is not now. */
  occurredAt?: Date;
}

/** Any fact of a topic map (topic name → payload type): topic and payload belong together. */
export type FactOf<Topics> = { [Topic in keyof Topics & string]: Fact<Topic, Topics[Topic]> }[keyof Topics & string];

/**
 * Where a service writes what happened, typed by the topic map of its domain.
 *
 * Order per key is the order of the inserts, so append after the statement that locks or changes the entity: two
 * transactions that change the same entity are then one behind the other, and so are their facts.
 */
export interface Outbox<Topics> {
  /** Writes one fact in the caller's transaction: it is told if and only if that commits. Returns the fact's id. */
  append(tx: RawSql, fact: FactOf<Topics>): Promise<string>;
  /** Many facts in one statement, in the given order. */
  appendAll(tx: RawSql, facts: ReadonlyArray<FactOf<Topics>>): Promise<string[]>;
}

/** The outbox needs no state of its own: the transaction is handed in with every call. */
export const createOutbox = <Topics>(): Outbox<Topics> => ({
  append: (tx, fact) => append(tx, fact as Fact),
  appendAll: (tx, facts) => appendAll(tx, facts as ReadonlyArray<Fact>),
});

/** The untyped form of `Outbox.append`. */
export const append = async (tx: RawSql, fact: Fact): Promise<string> => {
  const [id] = await appendAll(tx, [fact]);
  return id as string;
};

/** The untyped form of `Outbox.appendAll`. */
export const appendAll = async (tx: RawSql, facts: readonly Fact[]): Promise<string[]> => {
  if (facts.length === 0) return [];
  const rows = facts.map((fact) => ({
    id: randomUUID(),
    topic: fact.topic,
    key: fact.key,
    payload: fact.payload ?? null,
    headers: fact.headers ?? {},
    occurred_at: fact.occurredAt?.toISOString() ?? null,
  }));
  // One parameter for all rows: the statement is the same for any number of them, and WITH ORDINALITY keeps their order.
  await tx.$executeRaw`
    INSERT INTO outbox (id, topic, key, payload, headers, occurred_at)
    SELECT (f.row->>'id')::uuid, f.row->>'topic', f.row->>'key', f.row->'payload', f.row->'headers',
           coalesce((f.row->>'occurred_at')::timestamptz, clock_timestamp())
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) WITH ORDINALITY AS f(row, position)
    ORDER BY f.position`;
  return rows.map((row) => row.id);
};
