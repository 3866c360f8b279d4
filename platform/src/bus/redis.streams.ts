import type Redis from 'ioredis';
import type { Envelope } from './bus';

/** One message of a stream. No envelope: its text is not one of ours. */
export interface Entry {
  stream: string;
  id: string;
  envelope?: Envelope;
}

const FIELD = 'envelope';

/** In a cluster all are on one node, as the braces say: they are read and written together, and their numbers are of one clock. */
export const streamOf = ({ isCluster }: Pick<Redis, 'isCluster'>, topic: string): string =>
  isCluster ? `{facts}:${topic}` : `facts:${topic}`;

/** Adds the facts in one round trip, forgetting those older than `keepMs` on the way. */
export const addFacts = async (redis: Redis, envelopes: readonly Envelope[], keepMs: number): Promise<void> => {
  const oldest = Date.now() - keepMs;
  const pipeline = redis.pipeline();
  for (const envelope of envelopes)
    pipeline.xadd(streamOf(redis, envelope.topic), 'MINID', '~', oldest, '*', FIELD, JSON.stringify(envelope));
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

const READ_AGAIN_MS = 100;

/** How many facts of the topics that this process publishes wait for the slowest group, read at most every 100 ms. */
export class Backlog {
  private readonly topics = new Set<string>();
  private last = { at: 0, facts: Promise.resolve(0) };

  constructor(private readonly redis: Redis) {}

  note(envelopes: readonly Envelope[]): void {
    for (const { topic } of envelopes) this.topics.add(topic);
  }

  read(): Promise<number> {
    if (Date.now() - this.last.at >= READ_AGAIN_MS) this.last = { at: Date.now(), facts: this.ask().catch(() => 0) };
    return this.last.facts;
  }

  private async ask(): Promise<number> {
    const groups = await Promise.all(
      [...this.topics].map((topic) => this.redis.xinfo('GROUPS', streamOf(this.redis, topic)).catch(() => [])),
    );
    const waiting = new Map<string, number>();
    for (const fields of groups.flat() as unknown[][]) {
      const field = (name: string) => fields[fields.indexOf(name) + 1];
      // `lag` is null when Redis cannot tell, as after a stream was cut in the middle.
      const facts = Number(field('pending') ?? 0) + Number(field('lag') ?? 0);
      const group = String(field('name'));
      waiting.set(group, (waiting.get(group) ?? 0) + facts);
    }
    return Math.max(0, ...waiting.values());
  }
}

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
