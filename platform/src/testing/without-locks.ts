import type { Database, TransactionClient } from '../db';

/**
 * A database whose transactions take no locks: row locks are left out of their statements and advisory locks do nothing. For the control
 * of a race test, which shows that the race is lost without them; drop the constraints behind the locks, too.
 */
export function withoutLocks<Client>(db: Database<Client>): Database<Client> {
  return {
    ...db,
    transaction: (work, options) =>
      db.transaction((tx, after) => work(unlocked(tx as object) as TransactionClient<Client>, after), options),
  };
}

const RAW = new Set<PropertyKey>(['$queryRaw', '$executeRaw', '$queryRawUnsafe', '$executeRawUnsafe']);

const unlocked = (tx: object): object =>
  new Proxy(tx, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (!RAW.has(name)) return member;
      return (statement: unknown, ...values: unknown[]) =>
        (member as (...args: unknown[]) => unknown).call(target, lockless(statement), ...values);
    },
  });

/** A statement as text, as a tagged template's parts, or as Prisma's Sql. */
function lockless(statement: unknown): unknown {
  if (typeof statement === 'string') return withoutLockClauses(statement);
  if (Array.isArray(statement)) {
    const parts = statement.map(withoutLockClauses);
    return Object.assign([...parts], { raw: parts });
  }
  const sql = statement as { strings: string[]; values: unknown[] };
  return Object.assign(Object.create(Object.getPrototypeOf(sql) as object), {
    strings: sql.strings.map(withoutLockClauses),
    values: sql.values,
  });
}

const withoutLockClauses = (text: string): string =>
  text
    .replace(/\bFOR (NO KEY UPDATE|UPDATE|SHARE|KEY SHARE)( OF \w+)?( SKIP LOCKED| NOWAIT)?/g, '')
    .replace(/pg_advisory_xact_lock(_shared)?\(/g, 'num_nonnulls(');
