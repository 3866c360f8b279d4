import type { Tx } from '../../db';

/**
 * Was this person erased? The lock makes an erasure that comes at the same time wait until what follows is done, and then remove it too.
 */
export async function isErased(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ erased: boolean }>>`SELECT erased FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.erased ?? false;
}

/** Leaves a blank copy that no late fact brings back to life, also of somebody we were never told of. */
export async function buryPerson(tx: Tx, userId: string): Promise<void> {
  const blank = {
    interests: [],
    traits: [],
    latitude: null,
    longitude: null,
    activityLevel: 0,
    interestsVisibility: 'PRIVATE' as const,
    locationVisibility: 'PRIVATE' as const,
    friendsVisibility: 'PRIVATE' as const,
    suggestible: false,
    active: false,
    erased: true,
  };
  await tx.person.upsert({ where: { id: userId }, create: { id: userId, version: 0, ...blank }, update: blank });
}
