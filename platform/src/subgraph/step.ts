import type { Database, DatabaseLogger, TransactionClient, TransactionOptions } from '../db';
import type { HeavyThread } from '../heavy';
import type { Logger } from '../logger';
import { appendAll, inBulk, type After, type Fact, type FactOf, type RawSql } from '../outbox';
import type { SubgraphMeter } from '../watching';
import type { Runtime } from './subgraph';

/** What every subgraph keeps for as long as its process lives; each adds its own (`kept.ts`). */
export interface Basics<Client, Settings = unknown> extends Runtime<Settings> {
  db: Database<Client>;
  /** For what would hold up the loop that serves. */
  heavy: HeavyThread;
  /** Where it counts, and where a count of its own is made. */
  meter: SubgraphMeter;
}

/** Any subgraph's. */
export type AnyKept = Basics<RawSql>;

/** The transaction client of a subgraph. */
export type TxOf<K extends AnyKept> = TransactionClient<K['db']['prisma']>;

/** One transaction in which something changes. A mutation, a fact or a job causes it. */
export interface Step<K extends AnyKept, Topics> {
  readonly kept: K;
  readonly tx: TxOf<K>;
  /** When the step began. Where the time after the wait for a lock decides, read `kept.clock` under the lock. */
  readonly now: Date;
  /** Correlation id of the request or fact that caused it; `job:<name>` for a job. It travels with the facts that follow. */
  readonly cause: string;
  /** For lines about it: each has the correlation id of what caused it. */
  readonly logger: Logger;
  /** Writes facts to the outbox of this transaction: they are told if and only if it commits, in this order. */
  tell(...facts: readonly FactOf<Topics>[]): Promise<void>;
  /** Pushes on a live channel after the commit. */
  push(channel: string, payload?: unknown): void;
  /** Runs an effect after the commit; it is dropped when the transaction rolls back. */
  after: After;
}

/** The step of a transaction that is open already. `bulk`: what it tells goes behind what people do. */
export const stepIn = <K extends AnyKept, Topics>(kept: K, cause: string, tx: TxOf<K>, after: After, bulk = false): Step<K, Topics> => ({
  kept,
  tx,
  now: kept.clock.now(),
  cause,
  get logger() {
    return kept.logger.child({ correlationId: cause });
  },
  async tell(...facts) {
    const traceparent = kept.tracer?.here;
    const causes = { correlationId: cause, ...(traceparent ? { traceparent } : {}) };
    const caused = (facts as readonly Fact[]).map((fact) => ({ ...fact, headers: { ...causes, ...fact.headers } }));
    await appendAll(tx as unknown as RawSql, bulk ? inBulk(caused) : caused);
    after(() => caused.forEach(({ topic }) => kept.meter.told.with(topic).add()));
  },
  push: (channel, payload = {}) => after(() => kept.bus.push(channel, payload)),
  after,
});

/** Opens a transaction and does one step in it. After a serialisation failure or a deadlock the step is done again from its start. */
export const takeStep = <K extends AnyKept, Topics, T>(
  kept: K,
  cause: string,
  work: (step: Step<K, Topics>) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> =>
  kept.db.transaction((tx, after) => work(stepIn(kept, cause, tx as TxOf<K>, after)), { logger: causedBy(kept.logger, cause), ...options });

/** A child of the logger would be made for each transaction, and most have nothing to say. */
const causedBy = (logger: Logger, correlationId: string): DatabaseLogger => ({
  warn: (fields, message) => logger.warn({ correlationId, ...fields }, message),
  error: (fields, message) => logger.error({ correlationId, ...fields }, message),
});
