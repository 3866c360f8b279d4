import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
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
export async function recordFriendship(step: Step, one: string, other: string): Promise<void> {
  for (const [actorId, friendId] of [
    [one, other],
    [other, one],
  ] as const) {
    const source = friendSource(actorId, friendId);
    await recordItem(step, { type: 'FRIEND_JOINED', actorId, friendId, source, visibility: 'PUBLIC', occurredAt: step.now });
  }
}

export const removeFriendship = (step: Step, one: string, other: string): Promise<void> =>
  removeItems(step, friendSource(one, other), friendSource(other, one));

/** Groups that are not public are left out on every read. */
export const recordGroupJoined = (step: Step, groupId: string, actorId: string): Promise<void> =>
  recordItem(step, {
    type: 'GROUP_JOINED',
    actorId,
    groupId,
    source: groupSource(groupId, actorId),
    visibility: 'PUBLIC',
    occurredAt: step.now,
  });

export const removeGroupJoined = (step: Step, groupId: string, actorId: string): Promise<void> =>
  removeItems(step, groupSource(groupId, actorId));

/** Nobody has joined a group that is gone. */
export async function forgetGroupJoined({ tx }: Step, groupId: string): Promise<void> {
  await tx.activityItem.deleteMany({ where: { groupId } });
}

/** Once for each event: changing or cancelling it is not creating it again. */
export const recordEventCreated = (step: Step, eventId: string, actorId: string, occurredAt: Date): Promise<void> =>
  recordItem(step, { type: 'EVENT_CREATED', actorId, eventId, source: `event:${eventId}`, visibility: 'PUBLIC', occurredAt });

export const recordAttending = (step: Step, eventId: string, actorId: string, visibility: Visibility, occurredAt: Date): Promise<void> =>
  recordItem(step, { type: 'EVENT_ATTENDING', actorId, eventId, source: attendingSource(eventId, actorId), visibility, occurredAt });

export const removeAttending = (step: Step, eventId: string, actorId: string): Promise<void> =>
  removeItems(step, attendingSource(eventId, actorId));

export const recordReview = (step: Step, reviewId: string, eventId: string, actorId: string, occurredAt: Date): Promise<void> =>
  recordItem(step, { type: 'EVENT_REVIEW', actorId, eventId, source: `review:${reviewId}`, visibility: 'PUBLIC', occurredAt });

export const removeReview = (step: Step, reviewId: string): Promise<void> => removeItems(step, `review:${reviewId}`);

async function recordItem({ tx }: Step, item: NewItem): Promise<void> {
  await tx.activityItem.upsert({
    where: { source: item.source },
    create: { id: randomUUID(), ...item },
    update: { visibility: item.visibility },
  });
}

async function removeItems({ tx }: Step, ...sources: string[]): Promise<void> {
  await tx.activityItem.deleteMany({ where: { source: { in: sources } } });
}

const friendSource = (actorId: string, friendId: string) => `friend:${actorId}:${friendId}`;
const groupSource = (groupId: string, actorId: string) => `group:${groupId}:${actorId}`;
const attendingSource = (eventId: string, actorId: string) => `attending:${eventId}:${actorId}`;
