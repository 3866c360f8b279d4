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
  /** Made by work on very many things at once: published behind what people do meanwhile. */
  bulk?: boolean;
}

/** Header of a fact on its way that bulk work made. */
export const BULK = 'bulk';

/** The same facts, marked as made by work on very many things at once (a seed, an import, the guests of an event that is called off). */
export const inBulk = <F extends Fact>(facts: readonly F[]): F[] => facts.map((fact) => ({ ...fact, bulk: true }));

/** Any fact of a topic map (topic name → payload type): topic and payload belong together. */
export type FactOf<Topics> = { [Topic in keyof Topics & string]: Fact<Topic, Topics[Topic]> }[keyof Topics & string];

/**
 * Writes facts in the caller's transaction, in one statement and in the given order: they are told if and only if it commits. Returns
 * their ids. A subgraph does it by `step.tell`, which knows the topics and the cause.
 *
 * Order per key is the order of the inserts, so tell after the statement that locks or changes the entity: two transactions that change
 * the same entity are then one behind the other, and so are their facts.
 */
export const appendAll = async (tx: RawSql, facts: readonly Fact[]): Promise<string[]> => {
  if (facts.length === 0) return [];
  const rows = facts.map((fact) => ({
    id: randomUUID(),
    topic: fact.topic,
    key: fact.key,
    payload: fact.payload ?? null,
    headers: fact.headers ?? {},
    occurred_at: fact.occurredAt?.toISOString() ?? null,
    bulk: fact.bulk ?? false,
  }));
  // One parameter for all rows: the statement is the same for any number of them, and WITH ORDINALITY keeps their order.
  await tx.$executeRaw`
    INSERT INTO outbox (id, topic, key, payload, headers, occurred_at, bulk)
    SELECT (f.row->>'id')::uuid, f.row->>'topic', f.row->>'key', f.row->'payload', f.row->'headers',
           coalesce((f.row->>'occurred_at')::timestamptz, clock_timestamp()), (f.row->>'bulk')::boolean
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) WITH ORDINALITY AS f(row, position)
    ORDER BY f.position`;
  return rows.map((row) => row.id);
};
