import type { Logger } from 'pino';
import { type Backoff, pause, waitBefore } from './backoff';
import { byKey } from './by-key';
import type { Bus, Envelope, Handler, ListenOptions, Stop } from './bus';
import { Lanes, Slots } from './lanes';
import { Listeners } from './listeners';

export interface MemoryBusOptions {
  logger: Logger;
  /**
   * Groups that will consume. Until all of them are there the bus is not healthy and publishing rejects, so that a
   * relay which starts first does not hand its backlog to an empty room.
   */
  groups?: readonly string[];
  /** Handler calls for each publish before it rejects and the fact stays in the outbox. */
  attempts?: number;
  backoff?: Backoff;
  /** Handlers running at once in each group: fewer than its pool has connections, so that requests keep some. */
  concurrency?: number;
}

interface Member {
  topics: ReadonlySet<string>;
  handler: Handler;
}

/**
 * The bus inside one process. Its durability is the outbox: `publish` resolves only when every group's handler has
 * committed, so a row is marked published only when it has taken effect everywhere; killed in between, the row is
 * published again and the inboxes sort out the doubles.
 */
export const createMemoryBus = (options: MemoryBusOptions): Bus => new MemoryBus(options);

class MemoryBus implements Bus {
  private readonly groups = new Map<string, Group>();
  private readonly expected: Set<string>;
  private readonly listeners: Listeners;
  private readonly closing = new AbortController();

  constructor(private readonly options: MemoryBusOptions) {
    this.listeners = new Listeners(options.logger);
    this.expected = new Set(options.groups);
  }

  async publish(envelopes: readonly Envelope[]): Promise<void> {
    this.refuseWhenClosed();
    if (this.expected.size > 0) throw new GroupAway([...this.expected].join(', '));
    await everyOne([...byKey(envelopes).values()].map((sameKey) => this.deliverInOrder(sameKey)));
  }

  async consume(name: string, topics: readonly string[], handler: Handler): Promise<Stop> {
    this.refuseWhenClosed();
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = new Group(name, this.options, this.closing.signal)));
    const leave = group.join({ topics: new Set(topics), handler });
    this.expected.delete(name);
    return leave;
  }

  push(channel: string, payload: unknown): void {
    if (this.closing.signal.aborted) return;
    const sent: unknown = copy(payload);
    queueMicrotask(() => this.listeners.tell(channel, sent));
  }

  async listen(channel: string, listener: (payload: never) => void, options?: ListenOptions): Promise<Stop> {
    this.refuseWhenClosed();
    const { remove } = this.listeners.add(channel, listener as (payload: unknown) => void, options);
    return async () => void remove();
  }

  /** What was published was handled: nothing waits. */
  async backlog(): Promise<number> {
    return 0;
  }

  async healthy(): Promise<boolean> {
    return !this.closing.signal.aborted && this.expected.size === 0;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.groups.values()].map((group) => group.idle()));
    this.listeners.clear();
  }

  /** Stops at the first failure: a later fact of the same key must not overtake it. */
  private async deliverInOrder(envelopes: readonly Envelope[]): Promise<void> {
    for (const envelope of envelopes) {
      const interested = [...this.groups.values()].filter((group) => group.wants(envelope.topic));
      await everyOne(interested.map((group) => group.deliver(envelope)));
    }
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new Error('The bus is closed.');
  }
}

/** A consumer group, remembered also while it has no member. */
class Group {
  private readonly members: Member[] = [];
  private readonly topics = new Set<string>();
  private readonly lanes = new Lanes();
  private readonly slots: Slots;
  private readonly attempts: number;
  private readonly backoff: Backoff;
  private turn = 0;

  constructor(
    private readonly name: string,
    private readonly options: MemoryBusOptions,
    private readonly closing: AbortSignal,
  ) {
    this.slots = new Slots(options.concurrency ?? 8);
    this.attempts = options.attempts ?? 4;
    this.backoff = options.backoff ?? { firstMs: 20, mostMs: 1_000 };
  }

  wants(topic: string): boolean {
    return this.topics.has(topic);
  }

  join(member: Member): Stop {
    this.members.push(member);
    for (const topic of member.topics) this.topics.add(topic);
    return async () => {
      const at = this.members.indexOf(member);
      if (at >= 0) this.members.splice(at, 1);
      if (this.members.length === 0) await this.idle();
    };
  }

  deliver(envelope: Envelope): Promise<void> {
    return this.lanes.run(envelope.key, () => this.tryRepeatedly(envelope));
  }

  idle(): Promise<void> {
    return this.lanes.idle();
  }

  private async tryRepeatedly(envelope: Envelope): Promise<void> {
    for (let call = 1; ; call++) {
      try {
        await this.slots.run(() => this.handle(envelope));
        return;
      } catch (error) {
        if (error instanceof GroupAway || call >= this.attempts || this.closing.aborted) throw error;
        const { topic, id, headers } = envelope;
        const { correlationId } = headers;
        this.options.logger.warn({ err: error, group: this.name, topic, id, correlationId }, 'fact will be delivered again');
        await pause(waitBefore(call, this.backoff), this.closing);
      }
    }
  }

  private async handle(envelope: Envelope): Promise<void> {
    const takers = this.members.filter((member) => member.topics.has(envelope.topic));
    const member = takers[this.turn++ % takers.length];
    if (!member || this.closing.aborted) throw new GroupAway(this.name);
    // A copy for each: no group sees what another's handler did to its fact.
    await member.handler(copy(envelope));
  }
}

class GroupAway extends Error {
  constructor(group: string) {
    super(`No member of the group "${group}" is here to take the fact.`);
  }
}

/** Waits for all before it rejects with the first error: nothing is left running behind the caller's back. */
const everyOne = async (works: ReadonlyArray<Promise<void>>): Promise<void> => {
  const failed = (await Promise.allSettled(works)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
};

const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
