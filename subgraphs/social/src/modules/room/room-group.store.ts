import { channels } from '../../channels';
import type { Step } from '../../context';
import type { GroupRole } from '../../generated/prisma/client';
import { tellInRooms } from '../notice/notice.store';

// Who is in the rooms of a group follows from who is in the group: its members, backstage those of them who run it. Under the group's lock.

/** Lets a member into the rooms of the group that are theirs by their rank. Who comes in has nothing unread: it was not said to them. */
export async function enterGroupRooms(step: Step, groupId: string, userId: string, role: GroupRole): Promise<void> {
  const { tx, now, push } = step;
  // Rooms before places in them, as who speaks does.
  await tx.$executeRaw`SELECT id FROM rooms WHERE kind = 'GROUP' AND owner_id = ${groupId}::uuid ORDER BY id FOR NO KEY UPDATE`;
  const rooms = await tx.$queryRaw<Array<{ id: string }>>`
    INSERT INTO room_members AS m (room_id, user_id, role, joined_at, last_read_sequence, history_from)
    SELECT id, ${userId}::uuid, 'MEMBER', ${now}, last_sequence, CASE WHEN history_from_joining THEN last_sequence ELSE 0 END
    FROM rooms WHERE kind = 'GROUP' AND owner_id = ${groupId}::uuid AND (purpose <> 'BACKSTAGE' OR ${role} <> 'MEMBER')
    ON CONFLICT (room_id, user_id) DO UPDATE
    SET active = true, joined_at = excluded.joined_at, history_from = excluded.history_from,
        last_read_sequence = greatest(m.last_read_sequence, excluded.last_read_sequence)
    WHERE NOT m.active
    RETURNING room_id AS id`;
  for (const { id } of rooms) push(channels.changes(id));
  push(channels.rooms(userId));
  await tellInRooms(
    step,
    rooms.map(({ id }) => id),
    { kind: 'MEMBERS_JOINED', people: [userId] },
  );
}

/** How somebody leaves rooms of a group: with the group, by themselves or sent away, or backstage alone. */
type Leaving = 'MEMBER_LEFT' | 'MEMBER_REMOVED' | 'BACKSTAGE';

/** Who is not in the group any more is in none of its rooms; who is an ordinary member now, not backstage. Their streams end. */
export async function leaveGroupRooms(step: Step, groupId: string, userId: string, how: Leaving): Promise<void> {
  const { tx, push } = step;
  const where = { kind: 'GROUP' as const, ownerId: groupId, ...(how === 'BACKSTAGE' ? { purpose: how } : {}) };
  // What they are saying just now is said before they leave, or not at all.
  const rooms = await tx.$queryRaw<Array<{ id: string }>>`
    SELECT id FROM rooms WHERE kind = 'GROUP' AND owner_id = ${groupId}::uuid ORDER BY id FOR NO KEY UPDATE`;
  await tx.roomMember.updateMany({ where: { userId, active: true, room: where }, data: { active: false } });
  push(channels.rights(userId));
  for (const { id } of rooms) push(channels.changes(id));
  if (how === 'BACKSTAGE') return;
  await tellInRooms(
    step,
    rooms.map(({ id }) => id),
    { kind: how, people: [userId] },
  );
}

/** The group is closed: nobody is in its rooms. */
export async function emptyGroupRooms({ tx }: Step, groupId: string): Promise<void> {
  // What they are saying just now is said before, or not at all.
  await tx.$executeRaw`SELECT id FROM rooms WHERE kind = 'GROUP' AND owner_id = ${groupId}::uuid ORDER BY id FOR NO KEY UPDATE`;
  await tx.roomMember.updateMany({ where: { room: { kind: 'GROUP', ownerId: groupId } }, data: { active: false } });
}

/** Lets everybody into the rooms of the group who is to be there, or into one of them that was made now. */
export async function fillGroupRooms({ tx, now, push }: Step, groupId: string, roomId: string | null = null): Promise<void> {
  const members = await tx.$queryRaw<Array<{ userId: string }>>`
    INSERT INTO room_members AS m (room_id, user_id, role, joined_at, last_read_sequence)
    SELECT r.id, gm.user_id, 'MEMBER', ${now}, r.last_sequence
    FROM rooms r JOIN group_members gm ON gm.group_id = r.owner_id AND gm.active AND (r.purpose <> 'BACKSTAGE' OR gm.role <> 'MEMBER')
    WHERE r.kind = 'GROUP' AND r.owner_id = ${groupId}::uuid AND (${roomId}::uuid IS NULL OR r.id = ${roomId}::uuid)
    ON CONFLICT (room_id, user_id) DO UPDATE SET active = true WHERE m.banned_at IS NULL
    RETURNING m.user_id AS "userId"`;
  for (const { userId } of members) push(channels.rooms(userId));
}
