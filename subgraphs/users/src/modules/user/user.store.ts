import type { Step } from '../../context';
import type { Tx } from '../../db';
import type { Prisma, User as UserRow } from '../../generated/prisma/client';
import { userUpdated } from './user.facts';

/**
 * Is this account there, not suspended and not about to be erased? The lock lasts until the commit, so that a suspension waits or is seen. It is the one that an
 * UPDATE takes: of two changes that first shared the row and then wanted to update it, each would wait for the other.
 */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const active = await tx.$queryRaw<object[]>`
    SELECT 1 FROM users WHERE id = ${userId}::uuid AND suspended_at IS NULL AND deactivated_at IS NULL FOR NO KEY UPDATE`;
  return active.length > 0;
}

/** Locks a person's row and returns it; null when there is no such person. */
export async function lockUser({ tx }: Step, userId: string): Promise<UserRow | null> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  return tx.user.findUnique({ where: { id: userId } });
}

/** One change at a time between two people, so that what one does to the other sees a block, or is seen by it. Held to the end. */
export async function lockPair({ tx }: Step, one: string, other: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('pair:' || least(${one}, ${other}) || greatest(${one}, ${other}), 0))`;
}

/**
 * A person with whom somebody can deal: there, not suspended, in no block with them; null otherwise. A suspension and a block that come at
 * the same time wait until what follows is done, or are seen here.
 */
export async function findReachable(step: Step, userId: string, viewerId: string): Promise<UserRow | null> {
  const { tx } = step;
  await lockPair(step, userId, viewerId);
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR KEY SHARE`;
  const person = await tx.user.findUnique({ where: { id: userId } });
  if (!person || person.suspendedAt || person.deactivatedAt) return null;
  const [lowId, highId] = userId < viewerId ? [userId, viewerId] : [viewerId, userId];
  return (await tx.connectionCopy.count({ where: { lowId, highId, status: 'BLOCKED' } })) > 0 ? null : person;
}

/** Changes people and tells the other subgraphs how they are now. */
export async function changeUsers(
  { tx, now, tell, kept }: Step,
  where: Prisma.UserWhereInput,
  change: Prisma.UserUpdateManyMutationInput,
): Promise<void> {
  const users = await tx.user.updateManyAndReturn({ where, data: { ...change, version: { increment: 1 }, updatedAt: now } });
  await tell(...users.map((user) => userUpdated(user, kept.files)));
}
