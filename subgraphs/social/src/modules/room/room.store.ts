import { randomUUID } from 'node:crypto';
import { notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { RoomAnswer } from '../../generated/prisma/client';
import { eitherWay } from '../person/person-pair';
import { ROOM_VIEW } from './room.sql';
import type { RoomView } from './room.types';

/** The two people of a direct room in the order in which it is stored. */
const directPair = (one: string, other: string): { directLow: string; directHigh: string } =>
  one < other ? { directLow: one, directHigh: other } : { directLow: other, directHigh: one };

/**
 * Locks the room's row until the transaction ends and returns how far its sequence has come: a transaction that gets the next number has
 * committed, or given up, before another gets the one after it. So numbers are without holes, and a reader of one has read all before it.
 * Null for somebody who is not a member; they hold nothing up.
 */
export async function lockRoom({ tx }: Step, roomId: string, memberId: string): Promise<RoomView | null> {
  const [room] = await tx.$queryRawUnsafe<RoomView[]>(LOCKED_ROOM, memberId, roomId);
  return room ?? null;
}

const LOCKED_ROOM = `${ROOM_VIEW} AND r.id = $2::uuid FOR NO KEY UPDATE OF r`;

/** The room of these two and what the first has answered to it; null when there is none. */
export async function directRoomOf({ tx }: Step, one: string, other: string): Promise<{ id: string; answer: RoomAnswer } | null> {
  const room = await tx.room.findUnique({
    where: { directLow_directHigh: directPair(one, other) },
    select: { id: true, members: { where: { userId: one }, select: { answer: true } } },
  });
  return room && { id: room.id, answer: room.members[0]?.answer ?? 'ACCEPTED' };
}

/** The other person of a room of two that this person may read; null in other rooms. Throws NotFound for everybody else. */
export async function otherInRoom({ tx }: Step, roomId: string, userId: string): Promise<string | null> {
  const room = await tx.room.findFirst({ where: { id: roomId, members: { some: { userId, active: true } } } });
  if (!room) throw notFound('This room');
  return room.directLow === userId ? room.directHigh : room.directLow;
}

/** Makes the room of two people; the second has yet to accept it when they are strangers. Under their lock. */
export async function makeDirectRoom({ tx, now, push }: Step, one: string, other: string, areStrangers: boolean): Promise<string> {
  const member = { role: 'MEMBER' as const, joinedAt: now };
  const members = [
    { ...member, userId: one },
    { ...member, userId: other, answer: areStrangers ? ('REQUESTED' as const) : ('ACCEPTED' as const) },
  ];
  const room = await tx.room.create({
    data: { id: randomUUID(), kind: 'DIRECT', ...directPair(one, other), createdAt: now, lastMessageAt: now, members: { create: members } },
  });
  for (const userId of [one, other]) push(channels.rooms(userId));
  return room.id;
}

/** Strangers have no accepted connection. */
export async function areStrangers({ tx }: Step, one: string, other: string): Promise<boolean> {
  return (await tx.relationship.count({ where: { status: 'ACCEPTED', OR: eitherWay({ requesterId: one, addresseeId: other }) } })) === 0;
}

/** Writes down what somebody answers to a request; who declines does not find the room any more. Under the lock of the two, or of the room of several. */
export async function answerRoom(step: Step, roomId: string, userId: string, answer: 'ACCEPTED' | 'DECLINED'): Promise<void> {
  const { tx, push } = step;
  await tx.roomMember.updateMany({ where: { roomId, userId, answer: { not: answer } }, data: { answer, active: answer === 'ACCEPTED' } });
  if (answer === 'ACCEPTED') await findOwners(step, [roomId]);
  push(answer === 'DECLINED' ? channels.rights(userId) : channels.rooms(userId));
  push(channels.changes(roomId));
}

/**
 * Gives those of these rooms of several that have none an owner: of those who have accepted it who has been there longest. None where nobody has:
 * then the first who accepts. Under the locks of the rooms.
 */
export async function findOwners({ tx }: Step, roomIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE room_members m SET role = 'OWNER'
    FROM (SELECT DISTINCT ON (o.room_id) o.room_id, o.user_id FROM room_members o JOIN rooms r ON r.id = o.room_id AND r.kind = 'PEOPLE'
          WHERE o.room_id = ANY (${[...roomIds]}::uuid[]) AND o.active AND o.answer = 'ACCEPTED'
            AND NOT EXISTS (SELECT 1 FROM room_members x WHERE x.room_id = o.room_id AND x.role = 'OWNER' AND x.active)
          ORDER BY o.room_id, o.joined_at, o.user_id) heir
    WHERE m.room_id = heir.room_id AND m.user_id = heir.user_id`;
}

/** Two people who have connected have accepted their room. Under their lock. */
export async function acceptDirectRoom(step: Step, one: string, other: string): Promise<void> {
  const room = await directRoomOf(step, one, other);
  if (room) for (const userId of [one, other]) await answerRoom(step, room.id, userId, 'ACCEPTED');
}

/** Holds the room of these two, if there is one, until the transaction ends: what is said in it comes before, or after. Under their lock. */
export async function lockDirectRoom({ tx }: Step, one: string, other: string): Promise<void> {
  const { directLow, directHigh } = directPair(one, other);
  await tx.$executeRaw`SELECT id FROM rooms WHERE direct_low = ${directLow}::uuid AND direct_high = ${directHigh}::uuid FOR NO KEY UPDATE`;
}

/**
 * Who may read the room of these two: both, or, while there is a block between them, whoever blocked the other, so that what was said can be
 * reported. Under their lock, after a block was made or taken back. The room is locked, so that a message is before the block or not at all.
 */
export async function settleDirectRoom(step: Step, one: string, other: string): Promise<void> {
  const { tx } = step;
  const { directLow, directHigh } = directPair(one, other);
  await lockDirectRoom(step, one, other);
  await tx.$executeRaw`
    UPDATE room_members m
    SET active = m.answer <> 'DECLINED'
                 AND (EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = m.user_id AND b.blocked_id = o.user_id)
                      OR NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = o.user_id AND b.blocked_id = m.user_id))
    FROM rooms r JOIN room_members o ON o.room_id = r.id
    WHERE r.direct_low = ${directLow}::uuid AND r.direct_high = ${directHigh}::uuid AND m.room_id = r.id AND o.user_id <> m.user_id`;
}

/** Puts a pseudonym, another one in each room, in the place of somebody who is erased, before they leave: the rooms stay rooms of two. */
export async function forgetInPairs({ tx }: Step, userId: string): Promise<void> {
  await tx.$executeRaw`
    WITH pairs AS MATERIALIZED (
      SELECT r.id, CASE r.direct_low WHEN ${userId}::uuid THEN r.direct_high ELSE r.direct_low END AS other, gen_random_uuid() AS pseudonym
      FROM room_members m JOIN rooms r ON r.id = m.room_id
      WHERE m.user_id = ${userId}::uuid AND (r.direct_low = ${userId}::uuid OR r.direct_high = ${userId}::uuid)
    )
    UPDATE rooms r SET direct_low = least(other, pseudonym), direct_high = greatest(other, pseudonym) FROM pairs p WHERE r.id = p.id`;
}

/** What two people read of each other is another in all rooms that both are in: their lists show it otherwise. */
export async function touchCommonRooms({ tx }: Step, one: string, other: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE room_members m SET written_by = pg_current_xact_id()
    FROM (SELECT a.room_id FROM room_members a JOIN room_members b ON b.room_id = a.room_id AND b.user_id = ${other}::uuid AND b.active
          WHERE a.user_id = ${one}::uuid AND a.active) c
    WHERE m.room_id = c.room_id AND m.user_id IN (${one}::uuid, ${other}::uuid)`;
}

/** Tells that the rooms of a group show something of it otherwise: a trigger has written it down. */
export async function tellInGroupRoom({ tx, push }: Step, groupId: string): Promise<void> {
  for (const { id } of await tx.room.findMany({ where: { kind: 'GROUP', ownerId: groupId }, select: { id: true } }))
    push(channels.changes(id));
}
