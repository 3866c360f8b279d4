import { createHash, randomUUID } from 'node:crypto';
import { appendAll, createLogger, FILLING, inBulk, type FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import { openDatabase, type Database, type Tx } from '../src/db';
import { groupMemberChanged } from '../src/modules/group/group.facts';
import { makesFriends, requestedAt } from '../src/modules/relationship/relationship-lifecycle';
import { connectionChanged } from '../src/modules/relationship/relationship.facts';

/** Ids are the caller's, so that the other subgraphs can be seeded with the same ones. */
export interface SeedFriendship {
  id: string;
  requesterId: string;
  addresseeId: string;
  status: 'PENDING' | 'ACCEPTED';
  /** FRIEND unless said otherwise. */
  type?: 'FRIEND' | 'PROFESSIONAL' | 'FAMILY';
  since: Date;
}

export interface SeedFollow {
  followerId: string;
  followeeId: string;
  since: Date;
}

export interface SeedMessage {
  senderId: string;
  text: string;
  at: Date;
}

export interface SeedGroup {
  id: string;
  name: string;
  description?: string | null;
  privacy: 'PUBLIC' | 'FRIENDS_ONLY' | 'PRIVATE' | 'INVITE_ONLY';
  /** Without it the group is as old as its first message. */
  createdAt?: Date;
  ownerId: string;
  /** Without the owner. */
  memberIds: readonly string[];
  /** Oldest first. */
  messages?: readonly SeedMessage[];
}

/** What was said in an event's room. Who is in it follows from the attendances, by their facts. */
export interface SeedTalk {
  eventId: string;
  /** Oldest first. */
  messages: readonly SeedMessage[];
}

export interface SeedInput {
  friendships?: readonly SeedFriendship[];
  follows?: readonly SeedFollow[];
  groups?: readonly SeedGroup[];
  talks?: readonly SeedTalk[];
}

export interface Seeded {
  friendships: number;
  groups: number;
  messages: number;
}

/**
 * Puts the society of the demo world into the database and tells the other subgraphs of it. What is there already stays as it is, so that a
 * second run changes nothing. A fixed number of statements.
 */
export async function seed(db: Database, { friendships = [], follows = [], groups = [], talks = [] }: SeedInput): Promise<Seeded> {
  return db.transaction(async (tx) => {
    const made = await seedFriendships(tx, friendships);
    await tx.follow.createMany({
      data: follows.map(({ since, ...follow }) => ({ ...follow, createdAt: since })),
      skipDuplicates: true,
    });
    const opened = await seedGroups(tx, groups);
    const said = await seedTalks(tx, talks);
    return { friendships: made, groups: opened.groups, messages: opened.messages + said };
  }, FILLING);
}

/** The same by the address of the database alone: opens a connection, seeds, closes it. */
export async function seedAt(url: string, input: SeedInput): Promise<Seeded> {
  const db = openDatabase(url, createLogger('social-seed', 'warn'));
  try {
    return await seed(db, input);
  } finally {
    await db.close();
  }
}

async function seedFriendships(tx: Tx, friendships: readonly SeedFriendship[]): Promise<number> {
  const made = await tx.relationship.createManyAndReturn({
    data: friendships.map(({ since, type = 'FRIEND', ...relationship }) => ({
      ...relationship,
      type,
      ...requestedAt(since),
      respondedAt: relationship.status === 'ACCEPTED' ? since : null,
      updatedAt: since,
    })),
    skipDuplicates: true,
  });
  const both = made
    .filter(({ status, type }) => status === 'ACCEPTED' && makesFriends(type))
    .flatMap(({ requesterId, addresseeId, requestedAt }) => [
      { userId: requesterId, friendId: addresseeId, since: requestedAt },
      { userId: addresseeId, friendId: requesterId, since: requestedAt },
    ]);
  await tx.friendship.createMany({ data: both, skipDuplicates: true });
  await tx.activityItem.createMany({
    data: both.map(({ userId, friendId, since }) => ({
      id: randomUUID(),
      type: 'FRIEND_JOINED' as const,
      actorId: userId,
      friendId,
      visibility: 'PUBLIC' as const,
      occurredAt: since,
      source: `friend:${userId}:${friendId}`,
    })),
    skipDuplicates: true,
  });
  await tellAll(tx, made.map(connectionChanged));
  return made.length;
}

async function seedGroups(tx: Tx, groups: readonly SeedGroup[]): Promise<{ groups: number; messages: number }> {
  const known = await tx.group.findMany({ where: { id: { in: groups.map(({ id }) => id) } }, select: { id: true } });
  const knownIds = new Set(known.map(({ id }) => id));
  const fresh = groups
    .filter(({ id }) => !knownIds.has(id))
    .map((group) => {
      const createdAt = group.createdAt ?? group.messages?.[0]?.at ?? new Date();
      const members = [group.ownerId, ...new Set(group.memberIds.filter((id) => id !== group.ownerId))];
      return { ...group, createdAt, members, roomId: derivedId(group.id) };
    });
  await tx.group.createMany({
    data: fresh.map(({ id, name, description, privacy, createdAt, members }) => ({
      id,
      name,
      description: description ?? null,
      privacy,
      memberCount: members.length,
      maxMembers: Math.max(50, members.length),
      createdAt,
      updatedAt: createdAt,
    })),
  });
  const memberships = fresh.flatMap(({ id, name, ownerId, members, createdAt, roomId, messages }) =>
    members.map((userId, index) => ({
      ...{ groupId: id, name, userId, role: userId === ownerId ? ('OWNER' as const) : ('MEMBER' as const), roomId },
      // Apart by a millisecond, so that the order of joining is the order given.
      joinedAt: new Date(createdAt.getTime() + index),
      // Some have not read the last few messages yet.
      read: Math.max(0, (messages?.length ?? 0) - (index % 4)),
    })),
  );
  await tx.groupMember.createMany({
    data: memberships.map(({ groupId, userId, role, joinedAt }) => ({ groupId, userId, role, joinedAt })),
  });
  await tx.room.createMany({
    data: fresh.map(({ id, roomId, createdAt }) => ({
      id: roomId,
      kind: 'GROUP' as const,
      groupId: id,
      createdAt,
      lastMessageAt: createdAt,
    })),
  });
  await tx.roomMember.createMany({
    data: memberships.map(({ roomId, userId, joinedAt, read }) => ({
      roomId,
      userId,
      role: 'MEMBER' as const,
      joinedAt,
      lastReadSequence: read,
    })),
  });
  await tx.activityItem.createMany({
    data: memberships.map(({ groupId, userId, joinedAt }) => ({
      id: randomUUID(),
      type: 'GROUP_JOINED' as const,
      actorId: userId,
      groupId,
      visibility: 'PUBLIC' as const,
      occurredAt: joinedAt,
      source: `group:${groupId}:${userId}`,
    })),
    skipDuplicates: true,
  });
  await tellAll(
    tx,
    memberships.map(({ groupId, name, userId, role }) =>
      groupMemberChanged({ id: groupId, name }, { version: 1, userId, role, active: true }),
    ),
  );
  const messages = await storeAll(
    tx,
    fresh.map(({ roomId, messages: said = [] }) => ({ roomId, said })),
  );
  return { groups: fresh.length, messages };
}

/** Into the room that the event's publication opens, or has opened; where somebody has spoken already nothing is added. */
async function seedTalks(tx: Tx, talks: readonly SeedTalk[]): Promise<number> {
  await tx.room.createMany({
    data: talks.flatMap(({ eventId, messages }) =>
      messages[0]
        ? [{ id: derivedId(eventId), kind: 'EVENT' as const, eventId, createdAt: messages[0].at, lastMessageAt: messages[0].at }]
        : [],
    ),
    skipDuplicates: true,
  });
  const silent = await tx.room.findMany({ where: { eventId: { in: talks.map(({ eventId }) => eventId) }, lastSequence: 0 } });
  const roomOf = new Map(silent.map(({ id, eventId }) => [eventId, id]));
  return storeAll(
    tx,
    talks.flatMap(({ eventId, messages }) => {
      const roomId = roomOf.get(eventId);
      return roomId ? [{ roomId, said: messages }] : [];
    }),
  );
}

/** Messages of silent rooms, numbered from 1. */
async function storeAll(tx: Tx, rooms: readonly { roomId: string; said: readonly SeedMessage[] }[]): Promise<number> {
  const messages = rooms.flatMap(({ roomId, said }) =>
    said.map(({ senderId, text, at }, index) => ({
      ...{ id: randomUUID(), roomId, senderId, text, sentAt: at },
      sequence: index + 1,
      clientMessageId: `seed-${index + 1}`,
    })),
  );
  await tx.message.createMany({ data: messages });
  await tx.$executeRaw`
    UPDATE rooms r SET last_sequence = m.newest, last_message_at = m.at
    FROM (SELECT room_id, max(sequence) AS newest, max(sent_at) AS at FROM messages
          WHERE room_id = ANY (${rooms.map(({ roomId }) => roomId)}::uuid[]) GROUP BY room_id) m
    WHERE r.id = m.room_id`;
  return messages.length;
}

const tellAll = (tx: Tx, facts: readonly FactOf<Topics>[]): Promise<string[]> =>
  appendAll(tx, inBulk(facts.map((fact) => ({ ...fact, headers: { correlationId: 'seed' } }))));

/** A room's id that follows from what it is for, in the form of a version 8 UUID (RFC 9562): the same in every run. */
function derivedId(owner: string): string {
  const hex = createHash('sha256').update(`room of ${owner}`).digest('hex');
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
