import type { Tx } from '../../db';
import type { Group } from '../../generated/prisma/client';

/**
 * The group as it is now, with its row held: nobody else changes its members until the transaction ends, so those who join at once are
 * counted one behind the other. Null when there is none.
 */
export async function holdGroup(tx: Tx, groupId: string): Promise<Group | null> {
  await tx.$queryRaw`SELECT id FROM groups WHERE id = ${groupId}::uuid FOR NO KEY UPDATE`;
  return tx.group.findUnique({ where: { id: groupId } });
}

/** Takes a place in a held group, or answers false when it is full. */
export async function takeSeat(tx: Tx, group: Group, now: Date): Promise<boolean> {
  if (group.memberCount >= group.maxMembers) return false;
  await tx.group.update({
    where: { id: group.id },
    data: { memberCount: group.memberCount + 1, version: group.version + 1, updatedAt: now },
  });
  return true;
}

/** Frees a place of a held group; the group closes with its last member. */
export async function freeSeat(tx: Tx, group: Group, now: Date): Promise<void> {
  const memberCount = group.memberCount - 1;
  await tx.group.update({
    where: { id: group.id },
    data: { memberCount, version: group.version + 1, updatedAt: now, ...(memberCount === 0 ? { closedAt: now } : {}) },
  });
}
