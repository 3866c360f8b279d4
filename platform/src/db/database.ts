import { AsyncResource } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type { ITXClientDenyList } from '@prisma/client/runtime/client';
import pg from 'pg';
import { StatementCounts } from '../watching/database-metrics';
import { runPrepared } from './prepared';
import { runTransaction, type TransactionOptions, type TransactionWork } from './transaction';

/** A prepared statement: Postgres parses and names it once per connection, so one name must always carry one text. */
export interface Statement {
  name: string;
  text: string;
  values: unknown[];
  /** How values are read, where not as node-postgres does by default. */
  types?: pg.CustomTypesConfig;
}

/** The Prisma client inside a transaction; it ends with the transaction's callback. */
export type TransactionClient<Client> = Omit<Client, ITXClientDenyList>;

/** The part of a pino logger that the database needs. */
export interface DatabaseLogger {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Database<Client> {
  readonly prisma: Client;
  readonly pool: pg.Pool;
  /** Every SQL statement sent through the pool, Prisma's too; BEGIN, COMMIT and the like are not counted. */
  readonly statements: StatementCounts;
  query<Row extends object>(statement: Statement): Promise<Row[]>;
  /**
   * Runs `work` in one transaction and returns its result. After a serialisation failure or a deadlock it is run
   * again from the start, so it must have no effect outside the database: those belong in `after`, whose effects run
   * once the commit is certain and never after a rollback.
   *
   * @throws CONFLICT when a lock was not free within `lockTimeoutMs`
   */
  transaction<T>(work: TransactionWork<TransactionClient<Client>, T>, options?: TransactionOptions): Promise<T>;
  /** Waits for statements under way, then closes every connection. May be called twice. */
  close(): Promise<void>;
}

export interface DatabaseOptions<Client> {
  url: string;
  /** Makes the generated Prisma client over our pool: `(adapter) => new PrismaClient({ adapter })`. */
  client: (adapter: PrismaPg) => Client;
  logger: DatabaseLogger;
  poolSize?: number;
  /** Must be above `lockTimeoutMs`, or waiting for a lock would end as a timeout and not as a conflict. */
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleInTransactionTimeoutMs?: number;
  /** How long a request waits for a free connection before it fails. */
  connectTimeoutMs?: number;
}

interface Disconnectable {
  $disconnect(): Promise<void>;
}

/** One pool for both ways to talk to Postgres: Prisma for the everyday, prepared statements for the hot and the unusual. */
export function createDatabase<Client extends Disconnectable>(options: DatabaseOptions<Client>): Database<Client> {
  const { logger } = options;
  const statements = new StatementCounts();
  const pool = new FollowingPool(statements, {
    connectionString: options.url,
    Client: countingClient(statements),
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    statement_timeout: options.statementTimeoutMs ?? 5_000,
    lock_timeout: options.lockTimeoutMs ?? 3_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 5_000,
  });
  // Without a listener the end of an idle connection (Postgres restarted) would end the process.
  pool.on('error', (error) => logger.warn({ err: error }, 'a database connection was lost'));

  const onConnectionError = (error: Error) => logger.warn({ err: error }, 'a database connection was lost in a transaction');
  const prisma = options.client(new PrismaPg(pool, { onConnectionError }));
  let closing: Promise<void> | undefined;

  return {
    prisma,
    pool,
    statements,
    query: (statement) => runPrepared(pool, statement),
    transaction: (work, transactionOptions) => runTransaction(prisma, work, { logger, ...transactionOptions }),
    close: () => (closing ??= prisma.$disconnect().then(() => pool.end())),
  };
}

/**
 * A question that has waited for a connection is asked when somebody else gives one back: it must not count as theirs. Only where spans are
 * made does anybody ask whose it is.
 */
class FollowingPool extends pg.Pool {
  constructor(
    private readonly statements: StatementCounts,
    config: pg.PoolConfig,
  ) {
    super(config);
  }

  override connect(callback?: unknown): never {
    const own = typeof callback === 'function' && this.statements.tracer ? here(callback as (...given: unknown[]) => void) : callback;
    return (super.connect as (callback?: unknown) => unknown).call(this, own) as never;
  }
}

/** As `AsyncResource.bind`, which defines properties of the function it returns: a twentieth of all CPU of a page. */
function here<Given extends unknown[]>(callback: (...given: Given) => void): (...given: Given) => void {
  const resource = new AsyncResource('marquee.connection');
  return (...given) => resource.runInAsyncScope(callback, undefined, ...given);
}

const TRANSACTION_CONTROL = /^\s*(begin|start transaction|commit|rollback|savepoint|release|set transaction)\b/i;

/**
 * Counting in the client and not in the pool also catches what runs on a connection held by a transaction. Prisma asks there for several
 * relations of one row at once; pg asks its callers to wait for each answer, so the next question is put after it.
 */
function countingClient(statements: StatementCounts): typeof pg.Client {
  class CountingClient extends pg.Client {
    /** The end of the last question that is answered by a promise; null when there is none under way. Never rejects. */
    private last: Promise<void> | null = null;

    // The overloads of `query` are node-postgres's affair; all pass through unchanged.
    override query(...args: unknown[]): never {
      const [first] = args;
      const text = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
      const ended = text === undefined || !TRANSACTION_CONTROL.test(text) ? statements.begun(text) : undefined;
      const ask = () => (super.query as (...forwarded: unknown[]) => Promise<unknown>).apply(this, args);
      const callback = args.at(-1);
      if (typeof callback !== 'function') return this.afterLast(ask, ended) as never;
      // The pool's own questions are answered by a callback, and a connection is lent for one at a time.
      if (ended)
        args[args.length - 1] = (error: unknown, ...answer: unknown[]) => {
          ended(error != null);
          (callback as (...all: unknown[]) => void)(error, ...answer);
        };
      return ask() as never;
    }

    private afterLast(ask: () => Promise<unknown>, ended: ((failed: boolean) => void) | undefined): Promise<unknown> {
      const answer = this.last ? this.last.then(ask) : ask();
      const end = answer.then(
        () => ended?.(false),
        () => ended?.(true),
      );
      this.last = end;
      void end.then(() => {
        if (this.last === end) this.last = null;
      });
      return answer;
    }
  }
  return CountingClient as unknown as typeof pg.Client;
}
