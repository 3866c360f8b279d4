import type { Logger } from 'pino';
import type { Pool } from 'pg';
import type { Bus, Envelope } from '../bus';
import { type Backoff, pause, waitBefore } from '../bus/backoff';
import { byKey } from '../bus/by-key';
import type { SubgraphMeter } from '../watching';
import { Alarm } from './alarm';
import { RelaySession } from './relay.session';

export interface RelayOptions {
  /** Of the database whose outbox is relayed. The relay opens one connection of its own with the same settings. */
  pool: Pool;
  bus: Pick<Bus, 'publish' | 'healthy' | 'backlog'>;
  logger: Logger;
  /** How often to look without being woken: for missed notifications, and for the lock of a relay that died. */
  pollMs?: number;
  /** Rows read at once. */
  batch?: number;
  /** Keys being published at once. */
  concurrency?: number;
  /** Keys of bulk facts being published at once. */
  bulkConcurrency?: number;
  backoff?: Backoff;
  meter?: Pick<SubgraphMeter, 'published' | 'publishFailures'>;
}

/** Facts that the slowest taker may have before it while more bulk facts are published. */
const BACKLOG_FOR_BULK = 100;
/** How soon to look again whether they have caught up. */
const BULK_POLL_MS = 100;

export interface Lag {
  /** Facts committed and not published yet. */
  rows: number;
  /** Age of the oldest of them; 0 when there is none. */
  oldestSeconds: number;
}

export interface Relay {
  /** Resolves when everything committed is published; rejects after `timeoutMs`. */
  drain(timeoutMs?: number): Promise<void>;
  lag(): Promise<Lag>;
  /** Lets what is being published finish, then gives up the lock. */
  stop(): Promise<void>;
}

/**
 * Publishes the outbox of one database. Started in every replica; an advisory lock lets one of them work at a time.
 *
 * Promises: every committed fact is published at least once (killed between publishing and marking, it is published
 * again), and one key in the order of its rows. A key that fails is tried again after a growing wait, its later rows
 * behind it; the other keys go on. Facts of bulk work go out a few keys at a time and only while those who take them keep up, so that
 * what people do meanwhile does not wait behind thousands.
 */
export const startRelay = (options: RelayOptions): Relay => {
  const relay = new OutboxRelay(options);
  const running = relay.run();
  return {
    drain: (timeoutMs) => relay.drain(timeoutMs),
    lag: () => relay.lag(),
    async stop() {
      relay.halt();
      await running;
    },
  };
};

class OutboxRelay {
  private readonly alarm = new Alarm();
  private readonly stopping = new AbortController();
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly bulkInFlight = new Set<string>();
  /** Bulk facts are left because those who take them have enough before them. */
  private bulkWaits = false;
  /** Nothing but what is under way was there: when to look again. */
  private bulkFrom = 0;
  private readonly failing = new Map<string, { failures: number; retryAt: number }>();
  /** While the bus itself is away, waiting key by key would only repeat the same failure for each. */
  private busAway = { failures: 0, retryAt: 0 };
  private readonly pollMs: number;
  private readonly batch: number;
  private readonly concurrency: number;
  private readonly bulkConcurrency: number;
  private readonly backoff: Backoff;

  constructor(private readonly options: RelayOptions) {
    this.pollMs = options.pollMs ?? 1_000;
    this.batch = options.batch ?? 200;
    this.concurrency = options.concurrency ?? 64;
    this.bulkConcurrency = options.bulkConcurrency ?? 4;
    this.backoff = options.backoff ?? { firstMs: 50, mostMs: 30_000 };
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      let session: RelaySession | undefined;
      try {
        session = await RelaySession.open(this.options.pool, () => this.alarm.ring());
        failures = 0;
        await this.relay(session);
      } catch (error) {
        this.options.logger.warn({ err: error }, 'the outbox relay lost its database connection');
      }
      // What is still under way belongs to the old lock: order holds only if it ends before a new one is taken.
      await Promise.all(this.inFlight.values());
      await session?.close();
      if (!this.stopping.signal.aborted) await pause(waitBefore(++failures, { firstMs: 50, mostMs: 5_000 }), this.stopping.signal);
    }
  }

  halt(): void {
    this.stopping.abort();
    this.alarm.ring();
  }

  async drain(timeoutMs = 30_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (let lag = await this.lag(); lag.rows > 0; lag = await this.lag()) {
      if (Date.now() > deadline) throw new Error(`${lag.rows} facts are still unpublished after ${timeoutMs} ms.`);
      this.alarm.ring();
      await pause(10);
    }
  }

  async lag(): Promise<Lag> {
    const { rows } = await this.options.pool.query<{ rows: string; oldest: string | null }>(
      `SELECT count(*) AS rows, extract(epoch FROM clock_timestamp() - min(occurred_at)) AS oldest
       FROM outbox WHERE published_at IS NULL`,
    );
    return { rows: Number(rows[0]?.rows ?? 0), oldestSeconds: Math.max(0, Number(rows[0]?.oldest ?? 0)) };
  }

  private async relay(session: RelaySession): Promise<void> {
    while (!this.stopping.signal.aborted && !session.lost) {
      const more = (await session.lead()) && (await this.startPublishing(session));
      if (!more) await this.alarm.sleep(this.untilNextLook());
    }
  }

  /** Starts a lane for every key that has something to publish and may. Returns whether to look again at once. */
  private async startPublishing(session: RelaySession): Promise<boolean> {
    if (Date.now() < this.busAway.retryAt) return false;
    const room = this.concurrency - (this.inFlight.size - this.bulkInFlight.size);
    if (room > 0) {
      const facts = await session.urgent(this.keysToLeave(), this.batch);
      const lanes = byKey(facts);
      for (const [key, sameKey] of [...lanes].slice(0, room)) this.openLane(session, key, sameKey);
      if (facts.length === this.batch && lanes.size < room) return true;
    }
    await this.startBulk(session);
    return false;
  }

  /** What is left when nothing urgent is, a few keys at a time; each that ends rings for the next. */
  private async startBulk(session: RelaySession): Promise<void> {
    const room = this.bulkConcurrency - this.bulkInFlight.size;
    if (room <= 0 || Date.now() < this.bulkFrom) return;
    this.bulkWaits = (await this.options.bus.backlog()) > BACKLOG_FOR_BULK;
    if (this.bulkWaits) return;
    const facts = await session.oldest(this.keysToLeave(), this.batch);
    // Most of the time there is none: the next look for it is not worth a question after every fact.
    if (facts.length === 0) this.bulkFrom = Date.now() + this.pollMs;
    const lanes = byKey(facts);
    for (const [key, sameKey] of [...lanes].slice(0, room)) {
      this.bulkInFlight.add(key);
      this.openLane(session, key, sameKey);
    }
  }

  private openLane(session: RelaySession, key: string, facts: readonly Envelope[]): void {
    const published = this.publish(session, key, facts).finally(() => {
      this.inFlight.delete(key);
      this.bulkInFlight.delete(key);
      this.alarm.ring();
    });
    this.inFlight.set(key, published);
  }

  private async publish(session: RelaySession, key: string, facts: readonly Envelope[]): Promise<void> {
    // A key that has failed goes on one fact at a time, so that what precedes the failing one is not sent again and again.
    const next = this.failing.has(key) ? facts.slice(0, 1) : facts;
    const ids = next.map((fact) => fact.id);
    try {
      await this.options.bus.publish(next);
      await session.markPublished(ids);
      this.options.meter?.published.add(ids.length);
      this.failing.delete(key);
      this.busAway = { failures: 0, retryAt: 0 };
    } catch (error) {
      if (session.lost) return;
      this.options.meter?.publishFailures.add();
      if (await this.options.bus.healthy().catch(() => false)) await this.postpone(session, key, ids[0] as string, error);
      else this.postponeAll(error);
    }
  }

  private async postpone(session: RelaySession, key: string, id: string, error: unknown): Promise<void> {
    const failures = (this.failing.get(key)?.failures ?? 0) + 1;
    this.failing.set(key, { failures, retryAt: Date.now() + waitBefore(failures, this.backoff) });
    // While everything stops, takers stop too; what is left is published after the next start.
    const level = this.stopping.signal.aborted ? 'debug' : 'warn';
    this.options.logger[level]({ err: error, id, key, failures }, 'a fact could not be published and will be tried again');
    await session.countFailure(id).catch(() => undefined);
  }

  private postponeAll(error: unknown): void {
    if (Date.now() < this.busAway.retryAt) return;
    const failures = this.busAway.failures + 1;
    this.busAway = { failures, retryAt: Date.now() + waitBefore(failures, { firstMs: 50, mostMs: 2_000 }) };
    // While services start together the bus is away for a moment, which is no news.
    this.options.logger[failures > 3 ? 'warn' : 'debug']({ err: error, failures }, 'the bus is away; facts wait in the outbox');
  }

  /** Being published, or waiting after a failure. */
  private keysToLeave(): string[] {
    const now = Date.now();
    const waiting = [...this.failing].filter(([, { retryAt }]) => retryAt > now).map(([key]) => key);
    return [...this.inFlight.keys(), ...waiting];
  }

  private untilNextLook(): number {
    const now = Date.now();
    const retries = [...this.failing.values()].map(({ retryAt }) => retryAt).filter((at) => at > now);
    if (this.busAway.retryAt > now) retries.push(this.busAway.retryAt);
    return Math.max(1, Math.min(this.bulkWaits ? BULK_POLL_MS : this.pollMs, ...retries.map((at) => at - now)));
  }
}
