import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type Redis from 'ioredis';
import type { Logger } from 'pino';
import { openRedis, whenReady } from '../redis';
import { type Backoff, pause, waitBefore } from './backoff';
import type { Envelope, Handler } from './bus';
import { Lanes, Slots } from './lanes';
import { type Entry, entriesOf, pendingOf, streamOf } from './redis.streams';

export interface RedisConsumerOptions {
  url: string;
  /** The connection shared for quick commands; reading blocks and has its own. */
  commands: Redis;
  group: string;
  topics: readonly string[];
  handler: Handler;
  logger: Logger;
  concurrency: number;
  /** A fact untouched for so long belongs to a replica that died, and is taken over. */
  claimIdleMs: number;
  backoff: Backoff;
}

/** Well below the time after which a silent connection counts as dead. */
const BLOCK_MS = 2_000;
const SILENT_MS = 5_000;
/** Taken from Redis and not yet handled, at most. */
const MOST_IN_FLIGHT = 512;
const READ_AT_ONCE = 64;
const FORGET_CONSUMER_AFTER_MS = 3_600_000;

/** One member of a consumer group on Redis Streams. */
export class RedisConsumer {
  private readonly name = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private readonly streams: string[];
  private readonly blocking: Redis;
  private readonly lanes = new Lanes();
  private readonly slots: Slots;
  private readonly inFlight = new Map<string, Entry>();
  private readonly stopping = new AbortController();
  private roomMade?: () => void;
  private upkeep?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RedisConsumerOptions) {
    this.streams = options.topics.map((topic) => streamOf(options.commands, topic));
    this.slots = new Slots(options.concurrency);
    // Of a cluster any node says that it is alive, not the one that is read: its silence has to end by itself.
    const silence = options.commands.isCluster ? { commandTimeout: SILENT_MS } : {};
    this.blocking = openRedis(options.url, `facts ${options.group}`, options.logger, silence);
  }

  /** Resolves when the group exists, or after a while without Redis: the service starts, the facts follow. */
  async start(): Promise<void> {
    await new Promise<void>((joined) => {
      this.running = this.run(joined);
      setTimeout(joined, 5_000).unref();
    });
    this.upkeep = setInterval(() => void this.keepUp(), this.options.claimIdleMs / 3).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.upkeep);
    this.stopping.abort();
    this.roomMade?.();
    this.blocking.disconnect();
    await this.running;
    await this.lanes.idle();
    await this.leave().catch((error: unknown) => this.options.logger.debug({ err: error }, 'left the group without a word'));
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(joined: () => void): Promise<void> {
    for (let failures = 0; !this.stopped;) {
      try {
        await whenReady(this.blocking, 5_000);
        await this.createGroups();
        joined();
        await this.readOwnPending();
        await this.claimAbandoned();
        failures = 0;
        await this.read();
      } catch (error) {
        if (this.stopped) break;
        this.options.logger.warn({ err: error, group: this.options.group }, 'reading facts was interrupted');
        await pause(waitBefore(++failures, { firstMs: 25, mostMs: 2_000 }), this.stopping.signal);
      }
    }
    joined();
  }

  /** From the very first fact kept, so that a new service catches up and a late one misses nothing. */
  private async createGroups(): Promise<void> {
    for (const stream of this.streams) {
      await this.blocking.xgroup('CREATE', stream, this.options.group, '0', 'MKSTREAM').catch((error: Error) => {
        if (!error.message.startsWith('BUSYGROUP')) throw error;
      });
    }
  }

  private async read(): Promise<void> {
    while (!this.stopped) {
      await this.room();
      const answer = await this.blocking.xreadgroup(
        ...(['GROUP', this.options.group, this.name, 'COUNT', READ_AT_ONCE, 'BLOCK', BLOCK_MS] as const),
        ...(['STREAMS', ...this.streams, ...this.streams.map(() => '>')] as const),
      );
      this.take(entriesOf(answer));
    }
  }

  /** What Redis gave to this member but an interrupted connection kept from it. */
  private async readOwnPending(): Promise<void> {
    for (const stream of this.streams) {
      for (let from: string | undefined = '0'; from !== undefined && !this.stopped;) {
        const entries: Entry[] = entriesOf(
          await this.blocking.xreadgroup('GROUP', this.options.group, this.name, 'COUNT', READ_AT_ONCE, 'STREAMS', stream, from),
        );
        this.take(entries);
        from = entries.at(-1)?.id;
      }
    }
  }

  private async claimAbandoned(): Promise<void> {
    for (const stream of this.streams) {
      for (let from = '0-0'; !this.stopped && this.inFlight.size < MOST_IN_FLIGHT;) {
        const claimed = (await this.options.commands.xautoclaim(
          ...([stream, this.options.group, this.name, this.options.claimIdleMs, from, 'COUNT', READ_AT_ONCE] as const),
        )) as [string, Array<[string, string[] | null]>];
        this.take(entriesOf([[stream, claimed[1]]]));
        from = claimed[0];
        if (from === '0-0') break;
      }
    }
  }

  private take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const at = `${entry.stream} ${entry.id}`;
      if (this.inFlight.has(at)) continue;
      this.inFlight.set(at, entry);
      void this.lanes
        .run(entry.envelope?.key ?? at, () => this.handle(entry))
        .finally(() => {
          this.inFlight.delete(at);
          this.roomMade?.();
        });
    }
  }

  private async handle({ stream, id, envelope }: Entry): Promise<void> {
    if (!envelope) this.options.logger.error({ stream, id }, 'a fact could not be read and is passed over');
    else if (!(await this.tryUntilDone(envelope))) return;
    // Lost acknowledgements only bring the fact again.
    await this.options.commands.xack(stream, this.options.group, id).catch(() => undefined);
  }

  private async tryUntilDone(envelope: Envelope): Promise<boolean> {
    for (let failures = 0; !this.stopped;) {
      try {
        await this.slots.run(() => this.options.handler(envelope));
        return true;
      } catch (error) {
        const { topic, id, key, headers } = envelope;
        const { correlationId } = headers;
        this.options.logger.warn({ err: error, group: this.options.group, topic, id, key, correlationId }, 'fact will be delivered again');
        await pause(waitBefore(++failures, this.options.backoff), this.stopping.signal);
      }
    }
    return false;
  }

  /** Says what is still being worked on, so that nobody takes it over, and takes over what others let lie. */
  private async keepUp(): Promise<void> {
    if (this.stopped || this.options.commands.status !== 'ready') return;
    try {
      await this.touchInFlight();
      await this.claimAbandoned();
      await this.forgetDeadConsumers();
    } catch (error) {
      this.options.logger.debug({ err: error, group: this.options.group }, 'upkeep of the consumer group failed and is repeated');
    }
  }

  private async touchInFlight(): Promise<void> {
    const { commands, group } = this.options;
    for (const stream of this.streams) {
      const ids = [...this.inFlight.values()].filter((entry) => entry.stream === stream).map((entry) => entry.id);
      if (ids.length > 0) await commands.call('XCLAIM', stream, group, this.name, 0, ...ids, 'JUSTID');
    }
  }

  private async forgetDeadConsumers(): Promise<void> {
    const { commands, group } = this.options;
    for (const stream of this.streams) {
      const consumers = (await commands.xinfo('CONSUMERS', stream, group)) as Array<Array<string | number>>;
      for (const fields of consumers) {
        const [name, pending, idle] = [fields[1], fields[3], fields[5]];
        // Never one with something pending: that would be forgotten with it.
        if (pending === 0 && Number(idle) > FORGET_CONSUMER_AFTER_MS) await commands.xgroup('DELCONSUMER', stream, group, String(name));
      }
    }
  }

  /** Leaves no trace where everything is done; what is not done is offered to the other members at once. */
  private async leave(): Promise<void> {
    const { commands, group, claimIdleMs } = this.options;
    for (const stream of this.streams) {
      const pending = await pendingOf(commands, stream, group, this.name);
      if (pending.length === 0) await commands.xgroup('DELCONSUMER', stream, group, this.name);
      else await commands.call('XCLAIM', stream, group, this.name, 0, ...pending, 'IDLE', claimIdleMs * 2, 'JUSTID');
    }
  }

  private async room(): Promise<void> {
    while (this.inFlight.size >= MOST_IN_FLIGHT && !this.stopped) await new Promise<void>((resolve) => (this.roomMade = resolve));
  }
}
