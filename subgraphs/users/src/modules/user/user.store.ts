import type { Step } from '../../context';
import type { Tx } from '../../db';
import type { Prisma, User as UserRow } from '../../generated/prisma/client';
import { userUpdated } from './user.facts';

/**
 * Is this account there and not suspended? The lock lasts until the commit, so that a suspension waits or is seen. It is the one that an
 * UPDATE takes: of two changes that first shared the row and then wanted to update it, each would wait for the other.
 */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const active = await tx.$queryRaw<object[]>`
    SELECT 1 FROM users WHERE id = ${userId}::uuid AND suspended_at IS NULL FOR NO KEY UPDATE`;
  return active.length > 0;
}

/** Locks a person's row and returns it; null when there is no such person. */
export async function lockUser({ tx }: Step, userId: string): Promise<UserRow | null> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  return tx.user.findUnique({ where: { id: userId } });
}

/** Changes people and tells the other subgraphs how they are now. */
export async function changeUsers(
  { tx, now, tell }: Step,
  where: Prisma.UserWhereInput,
  change: Prisma.UserUpdateManyMutationInput,
): Promise<void> {
  const users = await tx.user.updateManyAndReturn({ where, data: { ...change, version: { increment: 1 }, updatedAt: now } });
  await tell(...users.map(userUpdated));
}
