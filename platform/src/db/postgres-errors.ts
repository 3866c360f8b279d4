/** SQLSTATEs after which running the same transaction again may well succeed. */
const RETRYABLE = new Set(['40001', '40P01']);

/** Nobody got the lock within `lock_timeout`. */
export const LOCK_NOT_AVAILABLE = '55P03';
export const UNIQUE_VIOLATION = '23505';
export const DUPLICATE_DATABASE = '42P04';
export const UNDEFINED_DATABASE = '3D000';
export const UNDEFINED_TABLE = '42P01';

/**
 * The SQLSTATE behind an error, whichever library threw it: node-postgres puts it in `code`, Prisma buries it in
 * `meta.driverAdapterError.cause` (its own `code` is a P-number, which is five characters too).
 */
export function sqlState(error: unknown): string | undefined {
  for (let current = error, depth = 0; isRecord(current) && depth < 5; depth++) {
    const { code, originalCode } = current;
    if (typeof originalCode === 'string') return originalCode;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !isPrismaCode(code)) return code;
    const meta = isRecord(current['meta']) ? current['meta'] : undefined;
    current = meta?.['driverAdapterError'] ?? current['cause'];
  }
  return undefined;
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
