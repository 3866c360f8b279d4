/** SQLSTATEs after which running the same transaction again may well succeed. */
const RETRYABLE = new Set(['40001', '40P01']);

/** Nobody got the lock within `lock_timeout`. */
export const LOCK_NOT_AVAILABLE = '55P03';
export const UNIQUE_VIOLATION = '23505';
export const DUPLICATE_DATABASE = '42P04';
export const UNDEFINED_DATABASE = '3D000';
export const UNDEFINED_TABLE = '42P01';

/** SQLSTATEs of a server that stops, starts again after a crash, or takes no more connections; class 08 is lost connections. */
const AWAY = /^(08...|57P0[1-3]|53300)$/;
/** The same as Node and Prisma say it: no connection, a broken one, none free in time, a transaction whose connection is gone. */
const AWAY_CODES = new Set<unknown>([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'],
]);
/** node-postgres gives these no code. */
const AWAY_TEXTS = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * The SQLSTATE behind an error, whichever library threw it: node-postgres puts it in `code`, Prisma buries it in
 * `meta.driverAdapterError.cause` (its own `code` is a P-number, which is five characters too).
 */
export function sqlState(error: unknown): string | undefined {
  for (const { code, originalCode } of causesOf(error)) {
    if (typeof originalCode === 'string') return originalCode;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !isPrismaCode(code)) return code;
  }
  return undefined;
}

/** True when the database did not answer, or not any more: it restarts, or has no connection to give. The same may succeed in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined && AWAY.test(state)) return true;
  return [...causesOf(error)].some(
    ({ code, message }) => AWAY_CODES.has(code) || (typeof message === 'string' && AWAY_TEXTS.test(message)),
  );
}

/** An error and what caused it, from the outside in. */
function* causesOf(error: unknown): Generator<Record<string, unknown>> {
  for (let current = error, depth = 0; isRecord(current) && depth < 5; depth++) {
    yield current;
    const meta = isRecord(current['meta']) ? current['meta'] : undefined;
    current = meta?.['driverAdapterError'] ?? current['cause'];
  }
}

/** True for serialisation failures and deadlocks: the database asks for the transaction to be run again. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined && RETRYABLE.has(state)) return true;
  return isRecord(error) && error['code'] === 'P2034';
}

function isPrismaCode(code: string): boolean {
  return /^P\d{4}$/.test(code) && code !== 'P0001';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
