import type Redis from 'ioredis';
import type { Envelope } from './bus';

/** One message of a stream. No envelope: its text is not one of ours. */
export interface Entry {
  stream: string;
  id: string;
  envelope?: Envelope;
}

const FIELD = 'envelope';

export const streamOf = (topic: string): string => `facts:${topic}`;

/** Adds the facts in one round trip, forgetting those older than `keepMs` on the way. */
export const addFacts = async (redis: Redis, envelopes: readonly Envelope[], keepMs: number): Promise<void> => {
  const oldest = Date.now() - keepMs;
  const pipeline = redis.pipeline();
  for (const envelope of envelopes) pipeline.xadd(streamOf(envelope.topic), 'MINID', '~', oldest, '*', FIELD, JSON.stringify(envelope));
  const failed = (await pipeline.exec())?.find(([error]) => error);
  if (failed?.[0]) throw failed[0];
};

/** XREADGROUP's answer as a flat list in the order of adding, also across streams: one server numbers them by one clock. */
export const entriesOf = (answer: unknown): Entry[] => {
  const streams = (answer ?? []) as Array<[string, Array<[string, string[] | null]>]>;
  const entries = streams.flatMap(([stream, messages]) => messages.map(([id, fields]) => ({ stream, id, envelope: envelopeOf(fields) })));
  return entries.sort((a, b) => compareIds(a.id, b.id));
};

/** Ids of everything given to this consumer and not acknowledged. */
export const pendingOf = async (redis: Redis, stream: string, group: string, consumer: string): Promise<string[]> => {
  const pending = (await redis.xpending(stream, group, '-', '+', 10_000, consumer)) as Array<[string, ...unknown[]]>;
  return pending.map(([id]) => id);
};

const envelopeOf = (fields: string[] | null): Envelope | undefined => {
  try {
    // Null fields: trimmed away while it was pending.
    return fields ? (JSON.parse(fields[fields.indexOf(FIELD) + 1] as string) as Envelope) : undefined;
  } catch {
    return undefined;
  }
};

const compareIds = (a: string, b: string): number => {
  const [aTime = 0, aCount = 0] = a.split('-').map(Number);
  const [bTime = 0, bCount = 0] = b.split('-').map(Number);
  return aTime - bTime || aCount - bCount;
};
