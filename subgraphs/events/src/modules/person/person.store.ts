import type { Step } from '../../context';
import type { Tx } from '../../db';

/** False for a suspended or erased person. The lock makes an erasure wait for what is under way, or be seen by it. */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.active ?? true;
}

/**
 * Was one of these people erased? The lock makes an erasure that comes at the same time wait until what follows is done, and then remove it,
 * too.
 */
export async function isAnyErased({ tx }: Step, userIds: readonly string[]): Promise<boolean> {
  const known = await tx.$queryRaw<Array<{ erased: boolean }>>`
    SELECT erased FROM people WHERE id = ANY (${[...userIds]}::uuid[]) ORDER BY id FOR SHARE`;
  return known.some(({ erased }) => erased);
}

/** Leaves a blank copy that no late fact revives. */
export async function buryPerson({ tx }: Step, userId: string): Promise<void> {
  const tombstone = {
    version: 0,
    username: '',
    displayName: '',
    active: false,
    interests: [],
    latitude: null,
    longitude: null,
    reliability: 1,
    erased: true,
  };
  await tx.personCopy.upsert({ where: { id: userId }, create: { id: userId, ...tombstone }, update: tombstone });
}

/**
 * Those of these people whom this one may reach: known here, active, and neither of the two has blocked the other. Their rows are kept
 * until the transaction ends, so that an erasure waits.
 */
export async function lockReachable({ tx }: Step, fromId: string, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM people p
    WHERE p.id = ANY (${[...userIds]}::uuid[]) AND p.active AND NOT p.erased AND NOT EXISTS (
      SELECT 1 FROM person_edges b WHERE b.user_id = ${fromId}::uuid AND b.other_id = p.id AND b.blocked)
    ORDER BY p.id FOR SHARE OF p`;
  return new Set(rows.map(({ id }) => id));
}

/** Has one of the two blocked the other? */
export const isBlockBetween = async ({ tx }: Step, userId: string, otherId: string): Promise<boolean> =>
  (await tx.connectionCopy.count({ where: { userId, otherId, blocked: true } })) > 0;

export const isGroupMember = async ({ tx }: Step, groupId: string, userId: string): Promise<boolean> =>
  (await tx.groupMemberCopy.count({ where: { groupId, userId, role: { not: null } } })) > 0;
