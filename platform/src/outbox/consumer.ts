import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Bus, Envelope } from '../bus';
import { untraced, type Tracer } from '../tracing';
import type { SubgraphMeter } from '../watching';
import type { After, RawSql, TransactionalDatabase } from './database';

export interface HandlerContext<Tx> {
  /** The transaction that also records the fact as handled: do everything in it. */
  tx: Tx;
  after: After;
}

/** Takes in one fact. An error that it throws rolls back all it did, and the fact comes again. */
export type FactHandler<Payload, Tx> = (envelope: Envelope<Payload>, context: HandlerContext<Tx>) => Promise<void>;

/** A service's handlers by topic, typed by its domain's topic map. */
export type FactHandlers<Topics, Tx> = { [Topic in keyof Topics]?: FactHandler<Topics[Topic], Tx> };

export interface ConsumerOptions<Topics, Tx extends RawSql> {
  /** Name of the service: its consumer group on the bus, and its name in the inbox. */
  name: string;
  db: TransactionalDatabase<Tx>;
  bus: Pick<Bus, 'consume'>;
  logger: Logger;
  handlers: FactHandlers<Topics, Tx>;
  /** Failures after which a fact is put aside. The bus waits longer and longer between them. */
  maxAttempts?: number;
  /** How long the transaction of a topic's handler may take, where that is longer than others may. */
  handlingMs?: ((topic: string) => number | undefined) | undefined;
  meter?: Pick<SubgraphMeter, 'taken' | 'takingDurations' | 'factDelays'>;
  tracer?: Tracer | undefined;
}

export interface Consumers {
  /**
   * Handles a put-aside fact again, given the id of the dead letter or of the fact. False when this service has no
   * such letter or it was replayed before; throws what the handler throws.
   */
  replayDeadLetter(id: string): Promise<boolean>;
  /** Takes no more facts; resolves when the handlers under way are done. */
  stop(): Promise<void>;
}

/**
 * Lets facts take effect exactly once: the inbox row and the effect are one transaction, so a fact delivered again
 * finds its row and does nothing, and a crash leaves either both or neither.
 */
export const startConsumers = async <Topics, Tx extends RawSql>(options: ConsumerOptions<Topics, Tx>): Promise<Consumers> => {
  const consumer = new Consumer(options as unknown as ConsumerOptions<Record<string, unknown>, Tx>);
  const stop = await options.bus.consume(options.name, Object.keys(options.handlers), (envelope) => consumer.handle(envelope));
  return { stop, replayDeadLetter: (id) => consumer.replay(id) };
};

class Consumer<Tx extends RawSql> {
  /** Failures of facts that are being retried. Kept here, not in the database: a restart deserves fresh attempts. */
  private readonly failures = new Map<string, number>();
  private readonly maxAttempts: number;

  constructor(private readonly options: ConsumerOptions<Record<string, unknown>, Tx>) {
    this.maxAttempts = options.maxAttempts ?? 10;
  }

  /** Its span belongs to no trace but its own, and points at what told the fact: that may be long over. */
  handle(envelope: Envelope): Promise<void> {
    const { tracer = untraced } = this.options;
    const { topic, id, headers } = envelope;
    const attributes = { 'messaging.destination.name': topic, 'messaging.message.id': id, 'correlation.id': headers.correlationId };
    return tracer.run({ name: `take in ${topic}`, kind: 'consumer', cause: headers.traceparent, attributes }, () => this.attempt(envelope));
  }

  private async attempt(envelope: Envelope): Promise<void> {
    const startedAt = performance.now();
    try {
      await this.options.db.transaction((tx, after) => this.takeIn(envelope, tx, after), {
        timeoutMs: this.options.handlingMs?.(envelope.topic),
      });
      this.failures.delete(envelope.id);
      this.count(envelope, 'taken', startedAt);
    } catch (error) {
      // A database that is away says nothing about the fact: it must not fill the dead letters with sound facts.
      if (!(await this.databaseResponds())) throw error;
      const failures = (this.failures.get(envelope.id) ?? 0) + 1;
      this.failures.set(envelope.id, failures);
      this.count(envelope, failures < this.maxAttempts ? 'failed' : 'dead', startedAt);
      if (failures < this.maxAttempts) throw error;
      await this.putAside(envelope, error);
      this.failures.delete(envelope.id);
    }
  }

  async replay(id: string): Promise<boolean> {
    return this.options.db.transaction(async (tx, after) => {
      const [letter] = await tx.$queryRaw<Array<{ id: string; envelope: Envelope }>>`
        SELECT id, envelope FROM dead_letters
        WHERE consumer = ${this.options.name} AND (id = ${id}::uuid OR event_id = ${id}::uuid) AND replayed_at IS NULL
        FOR UPDATE`;
      if (!letter) return false;
      await this.takeIn(letter.envelope, tx, after);
      await tx.$executeRaw`UPDATE dead_letters SET replayed_at = clock_timestamp() WHERE id = ${letter.id}::uuid`;
      return true;
    });
  }

  private count({ topic, occurredAt }: Envelope, outcome: 'taken' | 'failed' | 'dead', startedAt: number): void {
    const { meter } = this.options;
    if (!meter) return;
    meter.taken.with(topic, outcome).add();
    if (outcome !== 'taken') return;
    meter.takingDurations.with(topic).took(performance.now() - startedAt);
    meter.factDelays.took(Math.max(0, Date.now() - Date.parse(occurredAt)));
  }

  private async takeIn(envelope: Envelope, tx: Tx, after: After): Promise<void> {
    const handler = this.options.handlers[envelope.topic];
    if (!handler) throw new Error(`${this.options.name} has no handler for "${envelope.topic}".`);
    // A second delivery at the same time waits here for the first one's commit, then finds its row.
    const isNew = await tx.$executeRaw`
      INSERT INTO inbox (consumer, event_id) VALUES (${this.options.name}, ${envelope.id}::uuid) ON CONFLICT DO NOTHING`;
    if (isNew > 0) await handler(envelope, { tx, after });
  }

  private async putAside(envelope: Envelope, error: unknown): Promise<void> {
    const text = (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 4_000);
    await this.options.db.transaction((tx) =>
      Promise.resolve(tx.$executeRaw`
        INSERT INTO dead_letters (id, consumer, event_id, topic, envelope, error)
        VALUES (${randomUUID()}::uuid, ${this.options.name}, ${envelope.id}::uuid, ${envelope.topic}, ${JSON.stringify(envelope)}::jsonb, ${text})
        ON CONFLICT (consumer, event_id) DO UPDATE
        SET error = excluded.error, failed_at = clock_timestamp(), replayed_at = NULL`),
    );
    this.options.logger.error(
      {
        err: error,
        consumer: this.options.name,
        topic: envelope.topic,
        id: envelope.id,
        key: envelope.key,
        correlationId: envelope.headers.correlationId,
      },
      'a fact failed too often and was put into the dead letters',
    );
  }

  private async databaseResponds(): Promise<boolean> {
    try {
      await this.options.db.transaction((tx) => Promise.resolve(tx.$queryRaw`SELECT 1`));
      return true;
    } catch {
      return false;
    }
  }
}
