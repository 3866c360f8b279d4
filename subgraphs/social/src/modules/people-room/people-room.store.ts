import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import { takersAmong } from '../chat-settings/chat-settings.store';
import { tellInRooms } from '../notice/notice.store';
import { activeAmong } from '../person/person.store';
import { findOwners } from '../room/room.store';

/** In one room of several. */
export const MOST_PEOPLE = 50;

/** Makes the room with its owner in it. */
export async function makePeopleRoom({ tx, now, push }: Step, ownerId: string, name: string, imageUrl: string | null): Promise<string> {
  const owner = { userId: ownerId, role: 'OWNER' as const, joinedAt: now };
  const room = await tx.room.create({
    data: { id: randomUUID(), kind: 'PEOPLE', name, imageUrl, createdAt: now, lastMessageAt: now, members: { create: [owner] } },
  });
  push(channels.rooms(ownerId));
  return room.id;
}

/** Those of these people whom this person may bring into a room: they are there, in no block with them, and take messages from them. */
export async function addable(step: Step, userIds: readonly string[], adderId: string): Promise<string[]> {
  // The lock of people comes before that of the room, as in an erasure.
  const active = await activeAmong(step, userIds);
  const among = { in: [...userIds] };
  const people = await step.tx.personCopy.findMany({ where: { id: among }, select: { id: true } });
  const known = new Set(people.map(({ id }) => id));
  const either = [
    { blockerId: adderId, blockedId: among },
    { blockerId: among, blockedId: adderId },
  ];
  const blocks = await step.tx.block.findMany({ where: { OR: either } });
  const blocked = new Set(blocks.flatMap(({ blockerId, blockedId }) => [blockerId, blockedId]));
  const takers = await takersAmong(step, userIds, adderId);
  return userIds.filter((id) => id !== adderId && known.has(id) && active.has(id) && takers.has(id) && !blocked.has(id));
}

/** So many people are in the room. Under its lock. */
export const countPeople = ({ tx }: Step, roomId: string): Promise<number> => tx.roomMember.count({ where: { roomId, active: true } });

/** Those of these people who are in the room. */
export async function presentAmong({ tx }: Step, roomId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const present = await tx.roomMember.findMany({ where: { roomId, active: true, userId: { in: [...userIds] } }, select: { userId: true } });
  return new Set(present.map(({ userId }) => userId));
}

/**
 * Brings people into a room, under its lock. Who has no accepted connection with who brings them, or was in it before and went, has yet to
 * accept it. Returns how many have.
 */
export async function bringIn(step: Step, roomId: string, userIds: readonly string[], adderId: string): Promise<number> {
  const { tx, now, push } = step;
  if (userIds.length === 0) return 0;
  const added = await tx.$queryRaw<Array<{ userId: string; isAsked: boolean }>>`
    INSERT INTO room_members AS m (room_id, user_id, role, joined_at, last_read_sequence, history_from, added_by, answer)
    SELECT r.id, p.id, 'MEMBER', ${now}, r.last_sequence, CASE WHEN r.history_from_joining THEN r.last_sequence ELSE 0 END, ${adderId}::uuid,
           CASE WHEN EXISTS (
             SELECT 1 FROM connections k WHERE k.status = 'ACCEPTED' AND least(k.requester_id, k.addressee_id) = least(p.id, ${adderId}::uuid)
               AND greatest(k.requester_id, k.addressee_id) = greatest(p.id, ${adderId}::uuid)) THEN 'ACCEPTED' ELSE 'REQUESTED' END::room_answer
    FROM rooms r CROSS JOIN unnest(${[...userIds]}::uuid[]) AS p(id) WHERE r.id = ${roomId}::uuid
    ON CONFLICT (room_id, user_id) DO UPDATE
    SET active = true, role = 'MEMBER', answer = 'REQUESTED', joined_at = excluded.joined_at, history_from = excluded.history_from,
        added_by = excluded.added_by, last_read_sequence = greatest(m.last_read_sequence, excluded.last_read_sequence)
    RETURNING m.user_id AS "userId", m.answer <> 'ACCEPTED' AS "isAsked"`;
  for (const userId of userIds) push(channels.rooms(userId));
  push(channels.changes(roomId));
  const here = new Set(added.flatMap(({ userId, isAsked }) => (isAsked ? [] : userId)));
  const people = userIds.filter((userId) => here.has(userId));
  if (people.length > 0) await tellInRooms(step, [roomId], { kind: 'MEMBERS_JOINED', by: adderId, people });
  return added.filter(({ isAsked }) => isAsked).length;
}

/** Somebody is not in the room any more, by themselves or sent away. Who owned it hands it on. Under its lock. */
export async function goOut(step: Step, roomId: string, userId: string, how: 'MEMBER_LEFT' | 'MEMBER_REMOVED'): Promise<void> {
  const asked = await step.tx.roomMember.count({ where: { roomId, userId, active: true, answer: { not: 'ACCEPTED' } } });
  const gone = await step.tx.roomMember.updateMany({
    where: { roomId, userId, active: true },
    // What is asked of them is over, too.
    data: { active: false, answer: 'ACCEPTED' },
  });
  if (gone.count === 0) return;
  // What somebody answers to a request is told to nobody.
  if (asked === 0) await tellInRooms(step, [roomId], { kind: how, people: [userId] });
  await findOwners(step, [roomId]);
  step.push(channels.rights(userId));
  step.push(channels.changes(roomId));
}

/** Before somebody is erased: the rooms of several that they own are handed on, and they are in none of them any more. */
export async function leavePeopleRooms(step: Step, userId: string): Promise<void> {
  const rooms = await step.tx.$queryRaw<Array<{ id: string }>>`
    SELECT r.id FROM rooms r JOIN room_members m ON m.room_id = r.id AND m.user_id = ${userId}::uuid AND m.active
    WHERE r.kind = 'PEOPLE' ORDER BY r.id FOR NO KEY UPDATE OF r`;
  const ids = rooms.map(({ id }) => id);
  if (ids.length === 0) return;
  await step.tx.roomMember.updateMany({ where: { userId, roomId: { in: ids } }, data: { active: false } });
  await findOwners(step, ids);
  for (const id of ids) step.push(channels.changes(id));
}
