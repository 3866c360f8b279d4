import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

interface Session {
  readonly client: Promise<PoolClient>;
  users: number;
  /** The end of the last question. Never rejects. */
  last: Promise<unknown>;
  broken: Error | undefined;
  readonly lost: (error: Error) => void;
}

/**
 * Which jobs run here: each has an advisory lock, so that it runs in one replica at a time. All locks of a process are held by one
 * connection of its pool, however many jobs run: a connection for each would leave them none to do their work with.
 */
export class JobLocks {
  private current: Session | null = null;

  constructor(private readonly pool: Pool) {}

  /** Does the work, unless another replica does it. Returns whether it was done. */
  async whileLocked(name: string, work: () => Promise<void>): Promise<boolean> {
    const key = createHash('sha256').update(`job:${name}`).digest().readBigInt64BE();
    const session = await this.enter();
    try {
      if (!(await this.ask(session, 'SELECT pg_try_advisory_lock($1) AS done', key))) return false;
      try {
        await work();
      } finally {
        await this.ask(session, 'SELECT pg_advisory_unlock($1) AS done', key);
      }
      return true;
    } finally {
      await this.leave(session);
    }
  }

  private async enter(): Promise<Session> {
    if (!this.current || this.current.broken) this.current = this.open();
    const session = this.current;
    session.users++;
    try {
      await session.client;
      return session;
    } catch (error) {
      if (this.current === session) this.current = null;
      throw error;
    }
  }

  private open(): Session {
    const lost = (error: Error) => void (session.broken ??= error);
    const client = this.pool.connect();
    const session: Session = { client, users: 0, last: Promise.resolve(), broken: undefined, lost };
    client.then(
      (connected) => connected.on('error', lost),
      () => undefined,
    );
    return session;
  }

  /** One after the other, as pg asks of those who share a connection. */
  private async ask(session: Session, text: string, key: bigint): Promise<boolean> {
    const client = await session.client;
    const answer = session.last.then(() => client.query<{ done: boolean }>(text, [key]));
    session.last = answer.catch(() => undefined);
    try {
      return (await answer).rows[0]!.done;
    } catch (error) {
      session.broken ??= error as Error;
      throw error;
    }
  }

  /** A connection that failed may still hold locks: ending it frees them. */
  private async leave(session: Session): Promise<void> {
    if (--session.users > 0) return;
    if (this.current === session) this.current = null;
    const client = await session.client;
    client.removeListener('error', session.lost);
    client.release(session.broken);
  }
}
