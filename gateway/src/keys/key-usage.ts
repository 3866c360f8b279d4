import { randomUUID } from 'node:crypto';
import type { Logger } from '@marquee/platform';
import type { KeyOwner, KeyUsageEntry } from './key-owner';

const FLUSH_EVERY_MS = 10_000;
/** In one batch; what is more follows in the next. */
const MAX_ENTRIES = 500;
/** While the owner does not answer, so many batches wait; what is more is lost, and told in the log. */
const MAX_WAITING = 20;

interface Batch {
  readonly id: string;
  readonly entries: readonly KeyUsageEntry[];
}

type Counts = { -readonly [Name in keyof KeyUsageEntry]: KeyUsageEntry[Name] };

/**
 * Counts what keys of programs do, by key and day (UTC), and tells their owner in batches: not a write a request. A batch that was perhaps
 * taken in is sent again under its id, which counts once.
 */
export class KeyUsage {
  private counts = new Map<string, Counts>();
  private readonly waiting: Batch[] = [];
  private owner: () => KeyOwner | null = () => null;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | null = null;

  constructor(
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** From now on what is counted is told. */
  begin(owner: () => KeyOwner | null): void {
    this.owner = owner;
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  /** An operation of a key is over, or was refused. */
  finished(keyId: string, failed: boolean): void {
    const counts = this.of(keyId);
    counts.requests++;
    if (failed) counts.errors++;
  }

  /** What one of its operations has cost. */
  spent(keyId: string, cost: number): void {
    this.of(keyId).cost += cost;
  }

  /** Never rejects. */
  flush(): Promise<void> {
    this.sending ??= this.send().finally(() => (this.sending = null));
    return this.sending;
  }

  /** Tells what is left. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.sending;
    await this.flush();
  }

  private of(keyId: string): Counts {
    const day = new Date(this.now()).toISOString().slice(0, 10);
    const at = `${keyId} ${day}`;
    let counts = this.counts.get(at);
    if (!counts) this.counts.set(at, (counts = { keyId, day, requests: 0, errors: 0, cost: 0 }));
    return counts;
  }

  private async send(): Promise<void> {
    const entries = [...this.counts.values()];
    this.counts = new Map();
    for (let at = 0; at < entries.length; at += MAX_ENTRIES)
      this.waiting.push({ id: randomUUID(), entries: entries.slice(at, at + MAX_ENTRIES) });
    const lost = this.waiting.splice(0, Math.max(0, this.waiting.length - MAX_WAITING));
    if (lost.length > 0) this.logger.warn({ lost: lost.length }, 'counts of keys were lost: their owner does not answer');
    const owner = this.owner();
    if (!owner) return void this.waiting.splice(0);
    try {
      for (let next = this.waiting[0]; next; next = this.waiting[0]) {
        await owner.record(next.id, next.entries);
        this.waiting.shift();
      }
    } catch (error) {
      this.logger.info({ err: error }, 'counts of keys wait: their owner does not answer');
    }
  }
}
