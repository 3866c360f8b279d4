import type { Step } from '../../context';
import type { Tx } from '../../db';

/** Above every version that a person can have. */
const LAST_VERSION = 2 ** 31 - 1;

/** False for a suspended or erased person. The lock makes an erasure wait for what is under way, or be seen by it. */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`
    SELECT active AND erased_at IS NULL AS active FROM person_copies WHERE user_id = ${userId}::uuid FOR SHARE`;
  return person?.active ?? true;
}

/** Was this person erased? The lock makes an erasure that comes at the same time wait until what follows is done, and then remove it too. */
export async function isErased(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ erased: boolean }>>`
    SELECT erased_at IS NOT NULL AS erased FROM person_copies WHERE user_id = ${userId}::uuid FOR SHARE`;
  return person?.erased ?? false;
}

/** The role of a person as it is told; null for somebody whom nobody has told of. Kept until the transaction ends. */
export async function roleNow({ tx }: Step, userId: string): Promise<string | null> {
  const [person] = await tx.$queryRaw<{ role: string }[]>`SELECT role FROM person_copies WHERE user_id = ${userId}::uuid FOR SHARE`;
  return person?.role ?? null;
}

/** Leaves a blank copy of the last possible version, so that no late fact revives the person. */
export async function buryPerson({ tx, now }: Step, userId: string): Promise<void> {
  const nobody = { version: LAST_VERSION, role: 'user', reputation: 0, active: false, erasedAt: now };
  await tx.personCopy.upsert({ where: { userId }, create: { userId, ...nobody }, update: nobody });
}

/** Has one of these two blocked the other? Read in this transaction. */
export async function areInABlock({ tx }: Step, one: string, other: string): Promise<boolean> {
  const [lowId, highId] = one < other ? [one, other] : [other, one];
  return (await tx.connectionCopy.findFirst({ where: { lowId, highId, blocked: true }, select: { version: true } })) !== null;
}
