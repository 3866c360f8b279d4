import { randomUUID } from 'node:crypto';
import { conflict, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { Relationship, RelationshipStatus } from '../../generated/prisma/client';
import { updateFriendship } from '../friend/friend.store';
import { eitherWay } from '../person/person-pair';
import { lockPair } from '../person/person.store';
import { acceptDirectRoom } from '../room/room.store';
import { otherOf, requestedAt, statusAt } from './relationship-lifecycle';
import { connectionChanged } from './relationship.facts';

/** The relationship as it is under the lock of its two people. Throws NotFound for anybody else, and for one that a block hides. */
export async function lockRelationship(step: Step, id: string, viewerId: string): Promise<{ relationship: Relationship; otherId: string }> {
  const seen = await step.tx.relationship.findUnique({ where: { id } });
  const otherId = seen && otherOf(seen, viewerId);
  if (!otherId) throw notFound('This connection');
  await lockPair(step, viewerId, otherId);
  const relationship = await step.tx.relationship.findUnique({ where: { id } });
  if (!relationship || relationship.status === 'BLOCKED') throw notFound('This connection');
  return { relationship: { ...relationship, status: statusAt(relationship, step.now) }, otherId };
}

/** The first of its type between the two. Under their lock. */
export async function makeRelationship(
  step: Step,
  between: Pick<Relationship, 'requesterId' | 'addresseeId' | 'type' | 'status'>,
): Promise<Relationship> {
  const data = { id: randomUUID(), ...between, ...requestedAt(step.now), updatedAt: step.now };
  const made = await step.tx.relationship.create({ data });
  await step.tell(connectionChanged(made));
  return made;
}

/** Moves a relationship on; the friendship of the two follows. Under their lock. */
export async function changeRelationship(
  step: Step,
  { id, version }: Relationship,
  status: RelationshipStatus,
  more: Partial<Relationship> = {},
): Promise<void> {
  const { tx, now } = step;
  const answered = status === 'ACCEPTED' || status === 'DECLINED' ? { respondedAt: now } : {};
  const [changed] = await tx.relationship.updateManyAndReturn({
    where: { id, version },
    data: { ...answered, ...more, status, version: version + 1, updatedAt: now },
  });
  if (!changed) throw conflict('This connection changed meanwhile. Read it again.');
  await updateFriendship(step, changed.requesterId, changed.addresseeId);
  if (status === 'ACCEPTED') await acceptDirectRoom(step, changed.requesterId, changed.addresseeId);
  await step.tell(connectionChanged(changed));
}

/** Marks everything between the two as BLOCKED. Strangers get a relationship, so that the other subgraphs hear of the block. */
export async function blockRelationships(step: Step, blockerId: string, blockedId: string): Promise<void> {
  const pair = { requesterId: blockerId, addresseeId: blockedId };
  const between = await step.tx.relationship.findMany({ where: { OR: eitherWay(pair) } });
  if (between.length === 0) await makeRelationship(step, { ...pair, type: 'FRIEND', status: 'BLOCKED' });
  else await setStatus(step, between, 'BLOCKED');
}

/** What was blocked between the two is REMOVED. */
export async function unblockRelationships(step: Step, one: string, other: string): Promise<void> {
  const where = { status: 'BLOCKED' as const, OR: eitherWay({ requesterId: one, addresseeId: other }) };
  await setStatus(step, await step.tx.relationship.findMany({ where }), 'REMOVED');
}

async function setStatus({ tx, now, tell }: Step, relationships: readonly Relationship[], status: RelationshipStatus): Promise<void> {
  const changed: Relationship[] = [];
  for (const { id, version } of relationships)
    changed.push(await tx.relationship.update({ where: { id }, data: { status, version: version + 1, updatedAt: now } }));
  await tell(...changed.map(connectionChanged));
}
