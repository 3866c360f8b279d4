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

/** Those of these people who are neither suspended nor erased, under the same lock. */
export async function activeAmong({ tx }: Step, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(userIds)];
  const people = await tx.$queryRaw<Array<{ id: string; active: boolean }>>`
    SELECT id, active FROM people WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR SHARE`;
  const inactive = new Set(people.filter(({ active }) => !active).map(({ id }) => id));
  return new Set(ids.filter((id) => !inactive.has(id)));
}

/** Is there such a person, suspended or not? The lock is that of `isErased`. */
export async function isKnown({ tx }: Step, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ erased: boolean }>>`SELECT erased FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.erased === false;
}

/** Was this person erased? The lock makes an erasure that comes at the same time wait until what follows is done, and then remove it too. */
export async function isErased(step: Step, userId: string): Promise<boolean> {
  return (await erasedAmong(step, [userId])).has(userId);
}

/**
 * Those of these people who were erased. Under the lock of `isErased`, which holds a suspension up, too: whoever changes a person settles
 * what follows from it, and must find what is taken in meanwhile.
 */
export async function erasedAmong({ tx }: Step, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(userIds)].sort();
  const known = () => tx.$queryRaw<Array<{ id: string; erased: boolean }>>`
    SELECT id, erased FROM people WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR SHARE`;
  let people = await known();
  if (people.length < ids.length) {
    // Somebody we were not told of has no row to lock.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended('person:' || id, 0)) FROM unnest(${ids}::text[]) AS p(id)`;
    people = await known();
  }
  return new Set(people.filter(({ erased }) => erased).map(({ id }) => id));
}

/** One change of a person at a time, and not while something of theirs is taken in. Returns whether they were active; unknown people are. */
export async function lockPerson({ tx }: Step, userId: string): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`person:${userId}`}, 0))`;
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  return person?.active ?? true;
}

/** Leaves a blank copy that no late fact brings back to life, also of somebody we were never told of. */
export async function buryPerson({ tx }: Step, userId: string): Promise<void> {
  const blank = {
    username: null,
    displayName: null,
    interests: [],
    traits: [],
    latitude: null,
    longitude: null,
    activityLevel: 0,
    interestsVisibility: 'PRIVATE' as const,
    locationVisibility: 'PRIVATE' as const,
    friendsVisibility: 'PRIVATE' as const,
    suggestible: false,
    registeredAt: null,
    addressVerified: false,
    limitedUntil: null,
    reputation: 0,
    active: false,
    erased: true,
  };
  await tx.personCopy.upsert({ where: { id: userId }, create: { id: userId, version: 0, ...blank }, update: blank });
}
