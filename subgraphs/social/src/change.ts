import { forbidden, once, type After } from '@marquee/platform';
import type { Tx } from './db';
import { viewerOf, type Deps } from './deps';
import { forget } from './loaders';

export interface Change<Input> {
  /** The mutation's name. */
  operation: string;
  input: Input & { idempotencyKey?: string | null };
}

/**
 * The transaction of a mutation: once for each idempotency key, and afterwards nothing that the request's loaders remember from before
 * it. `work` answers a JSON value, usually the id of what it changed.
 */
export async function change<Input extends object, T>(
  deps: Deps,
  { operation, input }: Change<Input>,
  work: (tx: Tx, after: After) => Promise<T>,
): Promise<T> {
  const { idempotencyKey: key, ...args } = input;
  const principal = viewerOf(deps).id;
  try {
    return await deps.db.transaction(async (tx, after) => {
      await refuseSuspended(tx, principal);
      return once(tx, { principal, operation, key, args }, () => work(tx, after));
    });
  } finally {
    forget(deps.loaders);
  }
}

/** An access token outlives a suspension and an erasure by some minutes. The lock makes an erasure wait for what is under way, or be seen by it. */
async function refuseSuspended(tx: Tx, userId: string): Promise<void> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  if (person && !person.active) throw forbidden('This account is not active.');
}
