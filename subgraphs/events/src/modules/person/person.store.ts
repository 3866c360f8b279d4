import type { Step } from '../../context';
import type { Tx } from '../../db';

/** False for a suspended or erased person. The lock makes an erasure wait for what is under way, or be seen by it. */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.active ?? true;
}

export const isAnyErased = async ({ tx }: Step, userIds: readonly string[]): Promise<boolean> =>
  (await tx.personCopy.count({ where: { id: { in: [...userIds] }, erased: true } })) > 0;

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
    erased: true,
  };
  await tx.personCopy.upsert({ where: { id: userId }, create: { id: userId, ...tombstone }, update: tombstone });
}
