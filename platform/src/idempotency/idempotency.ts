import { createHash } from 'node:crypto';
import { keyReused } from '../errors';

/** Anything that can run tagged SQL inside the caller's transaction: a Prisma transaction client. */
export interface SqlTransaction {
  $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}

export interface IdempotentRequest {
  /** Whose key it is: keys of different people never meet. */
  principal: string;
  /** The mutation's name. */
  operation: string;
  key: string | null | undefined;
  /** The arguments the key stands for; another set under the same key is refused. */
  args: unknown;
}

/**
 * Runs `work` once for a key. Called inside the transaction of the effect, so that the effect and the remembered answer appear
 * together or not at all. A concurrent duplicate waits on the row of the first and then gets its answer; the same key with other
 * arguments is refused (KeyReused). A refusal or a fault rolls back and is not remembered: the request may be repeated.
 * `work` returns a JSON value, usually the id of what it made. Without a key it simply runs.
 */
export async function once<T>(tx: SqlTransaction, request: IdempotentRequest, work: () => Promise<T>): Promise<T> {
  if (!request.key) return work();
  const hash = createHash('sha256').update(stable(request.args)).digest('hex');
  const inserted = await tx.$executeRaw`
    INSERT INTO idempotency_keys (principal, operation, key, request_hash) VALUES (${request.principal}, ${request.operation}, ${request.key}, ${hash})
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) {
    const [first] = await tx.$queryRaw<{ request_hash: string; response: T }[]>`
      SELECT request_hash, response FROM idempotency_keys
      WHERE principal = ${request.principal} AND operation = ${request.operation} AND key = ${request.key}`;
    if (!first || first.request_hash !== hash) throw keyReused();
    return first.response;
  }
  const response = await work();
  await tx.$executeRaw`
    UPDATE idempotency_keys SET response = ${JSON.stringify(response)}::jsonb
    WHERE principal = ${request.principal} AND operation = ${request.operation} AND key = ${request.key}`;
  return response;
}

/** Was a request with this key answered before? For checks that its own effect makes fail, before `once`. */
export async function wasAnswered(
  db: Pick<SqlTransaction, '$queryRaw'>,
  { principal, operation, key }: Omit<IdempotentRequest, 'args'>,
): Promise<boolean> {
  if (!key) return false;
  const found = await db.$queryRaw<object[]>`
    SELECT 1 FROM idempotency_keys WHERE principal = ${principal} AND operation = ${operation} AND key = ${key}`;
  return found.length > 0;
}

/** JSON with sorted keys and without undefined, so that the order in which a client writes its fields does not matter. JSON has no bigint: as text. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'bigint'
        ? String(part)
        : part && typeof part === 'object' && !Array.isArray(part) && !(part instanceof Date)
          ? Object.fromEntries(
              Object.entries(part)
                .filter(([, v]) => v !== undefined)
                .sort(([a], [b]) => (a < b ? -1 : 1)),
            )
          : part,
    ) ?? 'null'
  );
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Forgets what a person was answered. What others were, names nobody in their place: a repeated request of theirs is still not done again. */
export async function forgetAnswersOf({ tx }: { tx: SqlTransaction }, userId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM idempotency_keys WHERE principal = ${userId}`;
  await tx.$executeRaw`
    UPDATE idempotency_keys SET response = replace(response::text, ${userId}, ${NOBODY})::jsonb WHERE response::text LIKE ${`%${userId}%`}`;
}
