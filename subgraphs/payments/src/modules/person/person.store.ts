import type { Step } from '../../context';
import type { Tx } from '../../db';

/** False for a suspended or erased person. The lock makes an erasure wait for what is under way, or be seen by it. */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.active ?? true;
}

/** Leaves a closed copy that no late fact brings back to life, also of a person we were never told of. */
export async function buryPerson({ tx }: Step, userId: string): Promise<void> {
  const closed = { active: false, erased: true, points: 0, reputation: 0, reliability: null, registeredAt: null, limitedUntil: null };
  await tx.personCopy.upsert({ where: { id: userId }, create: { id: userId, version: 0, ...closed }, update: closed });
}

/** An erased person does not come back by a late fact. The lock makes an erasure wait, or be seen. */
export async function isErased({ tx }: Step, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ erased: boolean }>>`SELECT erased FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.erased ?? false;
}

/** Is this other person known, active, and has neither of the two blocked the other? Not locked: the order is, before them. */
export async function isReachable({ tx }: Step, userId: string, otherId: string): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ reachable: boolean }[]>`
    SELECT EXISTS (SELECT FROM people WHERE id = ${otherId}::uuid AND active AND NOT erased)
      AND NOT EXISTS (SELECT FROM person_blocks WHERE user_id = ${userId}::uuid AND other_id = ${otherId}::uuid AND blocked) AS reachable`;
  return found!.reachable;
}

/** Was one of these people erased? The lock makes an erasure wait, or be seen. */
export async function isAnyErased({ tx }: Step, userIds: readonly string[]): Promise<boolean> {
  const known = await tx.$queryRaw<Array<{ erased: boolean }>>`
    SELECT erased FROM people WHERE id = ANY (${[...userIds]}::uuid[]) ORDER BY id FOR SHARE`;
  return known.some(({ erased }) => erased);
}
