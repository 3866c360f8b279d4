import type { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';

export interface Found {
  json: string;
  ttlMs: number;
}

/** After a failure Redis is left alone for so long: otherwise a frozen one would cost every read its timeout. */
const LEAVE_ALONE_MS = 1_000;

/**
 * The Redis side of the cache. Never throws. A deletion that could not be made is remembered and made up for before
 * anything it concerns is read again: a Redis that comes back must not bring old values back with it.
 */
export class RedisStore {
  private awayUntil = 0;
  private readonly owedKeys = new Set<string>();
  private readonly owedPrefixes = new Set<string>();
  private paying?: Promise<void>;

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly logger: Logger,
  ) {
    redis.on('ready', () => {
      this.awayUntil = 0;
      void this.payDebts();
    });
  }

  async get(key: string): Promise<Found | undefined> {
    if (!(await this.usable())) return undefined;
    const [text, ttlMs] =
      (await this.attempt(() => Promise.all([this.redis.get(this.prefix + key), this.redis.pttl(this.prefix + key)]))) ?? [];
    return text && ttlMs && ttlMs > 0 ? { json: text, ttlMs } : undefined;
  }

  async set(key: string, json: string, ttlMs: number): Promise<void> {
    if (await this.usable()) await this.attempt(() => this.redis.set(this.prefix + key, json, 'PX', Math.max(1, Math.round(ttlMs))));
  }

  async delete(keys: readonly string[]): Promise<void> {
    const done = await this.attempt(() => this.unlink(keys.map((key) => this.prefix + key)));
    if (done === undefined) for (const key of keys) this.owedKeys.add(key);
  }

  async deleteByPrefix(prefix: string): Promise<void> {
    const done = await this.attempt(() => this.unlinkByPrefix(prefix));
    if (done === undefined) this.owedPrefixes.add(prefix);
  }

  private async usable(): Promise<boolean> {
    if (this.redis.status !== 'ready' || Date.now() < this.awayUntil) return false;
    if (this.paying || this.owedKeys.size + this.owedPrefixes.size > 0) await this.payDebts();
    return this.owedKeys.size + this.owedPrefixes.size === 0;
  }

  private payDebts(): Promise<void> {
    return (this.paying ??= this.deleteOwed().finally(() => (this.paying = undefined)));
  }

  private async deleteOwed(): Promise<void> {
    const [keys, prefixes] = [[...this.owedKeys], [...this.owedPrefixes]];
    this.owedKeys.clear();
    this.owedPrefixes.clear();
    for (const prefix of prefixes) await this.deleteByPrefix(prefix);
    for (let from = 0; from < keys.length; from += 1_000) await this.delete(keys.slice(from, from + 1_000));
  }

  /** SCAN and not KEYS: it never holds up the others who use this Redis. */
  private async unlinkByPrefix(prefix: string): Promise<true> {
    const pattern = `${(this.prefix + prefix).replace(/[\\*?[\]]/g, '\\$&')}*`;
    for (const server of this.servers()) {
      for (let cursor: string | undefined; cursor !== '0';) {
        const [next, keys]: [string, string[]] = await server.scan(cursor ?? '0', 'MATCH', pattern, 'COUNT', 1_000);
        if (keys.length > 0) await this.unlink(keys);
        cursor = next;
      }
    }
    return true;
  }

  /** In a cluster keys are on several servers, and one command is for one of them. */
  private async unlink(keys: readonly string[]): Promise<number> {
    if (!this.redis.isCluster) return this.redis.unlink(...keys);
    const gone = await Promise.all(keys.map((key) => this.redis.unlink(key)));
    return gone.reduce((sum, n) => sum + n, 0);
  }

  private servers(): readonly Redis[] {
    return this.redis.isCluster ? (this.redis as unknown as Cluster).nodes('master') : [this.redis];
  }

  /** `undefined` when Redis did not do it. */
  private async attempt<T>(command: () => Promise<T>): Promise<T | undefined> {
    try {
      return await command();
    } catch (error) {
      if (Date.now() >= this.awayUntil) this.logger.debug({ err: error }, 'the cache goes without Redis for a moment');
      this.awayUntil = Date.now() + LEAVE_ALONE_MS;
      return undefined;
    }
  }
}
