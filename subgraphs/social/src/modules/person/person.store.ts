import { notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { Tx } from '../../db';
import { eitherWay } from './person-pair';

/** False for a suspended or erased person. The lock makes an erasure wait for what is under way, or be seen by it. */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.active ?? true;
}

/**
 * One change at a time between two people, by either of them: requests, answers, blocks, rooms of two. Held to the end of the transaction.
 * Without it, two people who ask each other at once would both see no request, and a block could miss a request under way.
 */
export async function lockPair({ tx }: Step, one: string, other: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('pair:' || least(${one}, ${other}) || greatest(${one}, ${other}), 0))`;
}

/**
 * Throws NotFound unless the viewer can deal with this person: there, active, and in no block with the viewer. The lock makes an erasure
 * that comes at the same time wait until what follows is done, and then remove it too.
 */
export async function requirePerson({ tx }: Step, userId: string, viewerId: string): Promise<void> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  const blocks = await tx.block.count({ where: { OR: eitherWay({ blockerId: viewerId, blockedId: userId }) } });
  if (!person?.active || blocks > 0) throw notFound('This person');
}

/** Is there such a person, suspended or not? The lock is that of `isErased`. */
export async function isKnown({ tx }: Step, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ erased: boolean }>>`SELECT erased FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.erased === false;
}

/** Was this person erased? The lock makes an erasure that comes at the same time wait until what follows is done, and then remove it too. */
export async function isErased({ tx }: Step, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ erased: boolean }>>`SELECT erased FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.erased ?? false;
}

/** Leaves a blank copy that no late fact brings back to life, also of somebody we were never told of. */
export async function buryPerson({ tx }: Step, userId: string): Promise<void> {
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
  await tx.personCopy.upsert({ where: { id: userId }, create: { id: userId, version: 0, ...blank }, update: blank });
}
