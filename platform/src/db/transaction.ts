import { setTimeout as sleep } from 'node:timers/promises';
import { conflict } from '../errors';
import type { DatabaseLogger, TransactionClient } from './database';
import { isRetryable, LOCK_NOT_AVAILABLE, sqlState } from './postgres-errors';

export type Effect = () => void | Promise<void>;
export type TransactionWork<Tx, T> = (tx: Tx, after: (effect: Effect) => void) => Promise<T>;

export interface TransactionOptions {
  /** How often the work is tried at most when the database asks for a retry; default 3. */
  attempts?: number;
  /** Default is the database's own, READ COMMITTED. */
  isolation?: 'ReadCommitted' | 'RepeatableRead' | 'Serializable';
  /** How long the whole transaction may take before it is rolled back, waiting for us included; default 10 s. */
  timeoutMs?: number | undefined;
  /** How long it may wait for a connection; default 10 s: a crowd waits rather than fails. */
  maxWaitMs?: number;
  /** For lines about this transaction; without it, the database's own. */
  logger?: DatabaseLogger;
}

/** For what fills a database before anybody uses it: it takes as long as the machine needs. */
export const FILLING: TransactionOptions = { timeoutMs: 900_000 };

/** Prisma's own overloads are generic over the generated client, which this file does not know. */
interface Transactional<Client> {
  $transaction<T>(
    work: (tx: TransactionClient<Client>) => Promise<T>,
    options: { maxWait: number; timeout: number; isolationLevel?: string },
  ): Promise<T>;
}

interface Raw {
  $executeRawUnsafe(statement: string): Promise<number>;
}

/** See `Database.transaction`. */
export async function runTransaction<Client, T>(
  client: Client,
  work: TransactionWork<TransactionClient<Client>, T>,
  options: TransactionOptions & { logger: DatabaseLogger },
): Promise<T> {
  const { logger, attempts = 3, isolation, timeoutMs = 10_000, maxWaitMs = 10_000 } = options;
  const prisma = client as unknown as Transactional<Client>;
  const settings = { maxWait: maxWaitMs, timeout: timeoutMs, ...(isolation && { isolationLevel: isolation }) };

  for (let attempt = 1; ; attempt++) {
    // Each attempt starts with an empty list: what a rolled-back attempt promised must never happen.
    const effects: Effect[] = [];
    try {
      const result = await prisma.$transaction(async (tx) => {
        // The server ends sessions that hold a transaction and say nothing: not one that was given more time.
        if (options.timeoutMs)
          await (tx as unknown as Raw).$executeRawUnsafe(`SET LOCAL idle_in_transaction_session_timeout = ${timeoutMs}`);
        return work(tx, (effect) => effects.push(effect));
      }, settings);
      await runEffects(effects, logger);
      return result;
    } catch (error) {
      if (sqlState(error) === LOCK_NOT_AVAILABLE) throw conflict('Somebody else is changing this right now. Try again.');
      if (attempt >= attempts || !isRetryable(error)) throw error;
      await sleep(backoffMs(attempt));
    }
  }
}

/** In the order in which they were asked for. The commit stands even when one of them fails, so a failure is only reported. */
async function runEffects(effects: Effect[], logger: DatabaseLogger): Promise<void> {
  for (const effect of effects) {
    try {
      await effect();
    } catch (error) {
      logger.error({ err: error }, 'an effect after a commit failed');
    }
  }
}

/** Full jitter, so that two transactions that met once do not meet again in step. */
function backoffMs(attempt: number): number {
  return Math.random() * 20 * 2 ** attempt;
}
