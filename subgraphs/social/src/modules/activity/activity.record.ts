import { randomUUID } from 'node:crypto';
import type { Tx } from '../../db';
import type { ActivityType, Visibility } from '../../generated/prisma/client';

interface NewItem {
  type: ActivityType;
  actorId: string;
  /** What it came from; the second time it changes nothing but who may see it. */
  source: string;
  visibility: Visibility;
  occurredAt: Date;
  eventId?: string;
  groupId?: string;
  friendId?: string;
}

/** Two friends make two items: one of each. Who sees them follows from the actor's friends being shown, on every read. */
export async function recordFriendship(tx: Tx, one: string, other: string, occurredAt: Date): Promise<void> {
  for (const [actorId, friendId] of [
    [one, other],
    [other, one],
  ] as const) {
    await record(tx, {
      type: 'FRIEND_JOINED',
      actorId,
      friendId,
      source: friendSource(actorId, friendId),
      visibility: 'PUBLIC',
      occurredAt,
    });
  }
}

export const removeFriendship = (tx: Tx, one: string, other: string): Promise<void> =>
  remove(tx, friendSource(one, other), friendSource(other, one));

/** Groups that are not public are left out on every read. */
export const recordGroupJoined = (tx: Tx, groupId: string, actorId: string, occurredAt: Date): Promise<void> =>
  record(tx, { type: 'GROUP_JOINED', actorId, groupId, source: groupSource(groupId, actorId), visibility: 'PUBLIC', occurredAt });

export const removeGroupJoined = (tx: Tx, groupId: string, actorId: string): Promise<void> => remove(tx, groupSource(groupId, actorId));

/** Once for each event: changing or cancelling it is not creating it again. */
export const recordEventCreated = (tx: Tx, eventId: string, actorId: string, occurredAt: Date): Promise<void> =>
  record(tx, { type: 'EVENT_CREATED', actorId, eventId, source: `event:${eventId}`, visibility: 'PUBLIC', occurredAt });

export const recordAttending = (tx: Tx, eventId: string, actorId: string, visibility: Visibility, occurredAt: Date): Promise<void> =>
  record(tx, { type: 'EVENT_ATTENDING', actorId, eventId, source: attendingSource(eventId, actorId), visibility, occurredAt });

export const removeAttending = (tx: Tx, eventId: string, actorId: string): Promise<void> => remove(tx, attendingSource(eventId, actorId));

export const recordReview = (tx: Tx, reviewId: string, eventId: string, actorId: string, occurredAt: Date): Promise<void> =>
  record(tx, { type: 'EVENT_REVIEW', actorId, eventId, source: `review:${reviewId}`, visibility: 'PUBLIC', occurredAt });

export const removeReview = (tx: Tx, reviewId: string): Promise<void> => remove(tx, `review:${reviewId}`);

async function record(tx: Tx, item: NewItem): Promise<void> {
  await tx.activityItem.upsert({
    where: { source: item.source },
    create: { id: randomUUID(), ...item },
    update: { visibility: item.visibility },
  });
}

async function remove(tx: Tx, ...sources: string[]): Promise<void> {
  await tx.activityItem.deleteMany({ where: { source: { in: sources } } });
}

const friendSource = (actorId: string, friendId: string) => `friend:${actorId}:${friendId}`;
const groupSource = (groupId: string, actorId: string) => `group:${groupId}:${actorId}`;
const attendingSource = (eventId: string, actorId: string) => `attending:${eventId}:${actorId}`;
