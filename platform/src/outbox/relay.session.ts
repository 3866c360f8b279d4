import { Client, type Pool } from 'pg';
import type { Envelope } from '../bus';
import { BULK } from './outbox';

interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  payload: unknown;
  headers: Record<string, string>;
  occurred_at: Date;
  bulk: boolean;
}

/** Nobody waits for this connection, unlike a request's: a machine that is busy starting gets its time. */
const CONNECT_TIMEOUT_MS = 15_000;

/** Longer than any statement here takes; a connection silent for so long is dead although nobody said so. */
const DEAD_AFTER_MS = 10_000;

/**
 * The relay's one connection. It listens, holds the advisory lock and does all the reading and marking: the process that has
 * lost the connection has lost the lock and can mark nothing any more.
 */
export class RelaySession {
  private leads = false;
  private gone = false;
  private nextMark?: { ids: string[]; done: Promise<void> };
  private lastMark: Promise<void> = Promise.resolve();
  private lastQuestion: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly client: Client,
    private readonly wake: () => void,
  ) {
    // Without a listener for `error` a lost connection would end the process.
    client.on('error', () => this.lose());
    client.on('end', () => this.lose());
    client.on('notification', wake);
  }

  /** Connects where the pool connects, beside it: a lock held for ever must not take one of its connections. */
  static async open(pool: Pool, wake: () => void): Promise<RelaySession> {
    // The very object, not a copy: the pool hides the password from enumeration, so a spread would lose it.
    const session = new RelaySession(new Client({ ...pool.options, connectionTimeoutMillis: CONNECT_TIMEOUT_MS }), wake);
    try {
      await session.client.connect();
      await session.ask('LISTEN outbox');
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  get lost(): boolean {
    return this.gone;
  }

  /** Is this the one relay of the database? Asks for the lock as long as another one has it. */
  async lead(): Promise<boolean> {
    if (!this.leads) {
      const [row] = await this.ask<{ leads: boolean }>(`SELECT pg_try_advisory_lock(hashtext('outbox relay')) AS leads`);
      this.leads = row?.leads ?? false;
    }
    return this.leads;
  }

  /**
   * Unpublished facts that are not bulk, in the order they were appended, leaving out some keys. Bulk facts of their keys that are still
   * unpublished come with them, before them: a key keeps its order.
   */
  async urgent(exceptKeys: readonly string[], limit: number): Promise<Envelope[]> {
    return this.facts(
      `key = ANY (ARRAY(
         SELECT key FROM outbox WHERE published_at IS NULL AND NOT bulk AND key <> ALL ($1::text[]) ORDER BY sequence LIMIT $2))`,
      [exceptKeys, limit],
    );
  }

  /** The oldest unpublished facts, whatever they are, leaving out some keys. */
  async oldest(exceptKeys: readonly string[], limit: number): Promise<Envelope[]> {
    return this.facts('key <> ALL ($1::text[])', [exceptKeys, limit]);
  }

  private async facts(which: string, values: [readonly string[], number]): Promise<Envelope[]> {
    const rows = await this.ask<OutboxRow>(
      `SELECT id, topic, key, payload, headers, occurred_at, bulk FROM outbox
       WHERE published_at IS NULL AND ${which} ORDER BY sequence LIMIT $2`,
      values,
    );
    // What a taker tells because of a bulk fact is bulk, too: it has to know.
    return rows.map(({ occurred_at, bulk, headers, ...row }) => ({
      ...row,
      headers: bulk ? { ...headers, [BULK]: 'true' } : headers,
      occurredAt: occurred_at.toISOString(),
    }));
  }

  /** Everything marked while one statement is under way goes into the next: a commit for many keys, not for each. */
  markPublished(ids: readonly string[]): Promise<void> {
    if (!this.nextMark) {
      const batch = { ids: [] as string[], done: Promise.resolve() };
      batch.done = this.lastMark.then(async () => {
        this.nextMark = undefined;
        await this.ask('UPDATE outbox SET published_at = clock_timestamp() WHERE id = ANY ($1::uuid[])', [batch.ids]);
      });
      this.lastMark = batch.done.catch(() => undefined);
      this.nextMark = batch;
    }
    this.nextMark.ids.push(...ids);
    return this.nextMark.done;
  }

  async countFailure(id: string): Promise<void> {
    await this.ask('UPDATE outbox SET attempts = attempts + 1 WHERE id = $1', [id]);
  }

  async close(): Promise<void> {
    this.gone = true;
    await Promise.race([this.client.end().catch(() => undefined), silence(1_000)]);
  }

  private async ask<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    let timer: NodeJS.Timeout | undefined;
    const dead = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.lose();
        reject(new Error(`Postgres has not answered for ${DEAD_AFTER_MS} ms.`));
      }, DEAD_AFTER_MS);
    });
    try {
      const { rows } = await Promise.race([this.inTurn(text, values), dead]);
      return rows as Row[];
    } finally {
      clearTimeout(timer);
    }
  }

  /** One statement at a time: node-postgres no longer wants to be the queue. */
  private inTurn(text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
    const answer = this.lastQuestion.then(() => this.client.query(text, values));
    this.lastQuestion = answer.catch(() => undefined);
    return answer;
  }

  private lose(): void {
    if (this.gone) return;
    this.gone = true;
    this.wake();
  }
}

const silence = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
