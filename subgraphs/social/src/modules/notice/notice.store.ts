import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Notice } from './notice.types';

/** In rooms with more people nobody wants to hear of each who comes. */
const FEW = 50;

const COMING_AND_GOING = new Set<Notice['kind']>(['MEMBERS_JOINED', 'MEMBER_LEFT', 'MEMBER_REMOVED']);

/**
 * Tells something in these rooms: a message of nobody, with the room's next number. Nothing is told in a room in which nothing was said yet, and who
 * comes and goes only in MAIN rooms of few, of people and of groups. Locks the rooms, in one order; the caller holds no message and no place in them, or has locked the rooms before.
 */
export async function tellInRooms({ tx, kept, push }: Step, roomIds: readonly string[], notice: Notice): Promise<void> {
  if (roomIds.length === 0) return;
  await tx.$executeRaw`SELECT id FROM rooms WHERE id = ANY (${[...roomIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const { kind, by = null, people = [], name = null, about = null } = notice;
  const told = await tx.$queryRaw<Array<{ roomId: string; sequence: number }>>`
    WITH counted AS (
      UPDATE rooms r SET last_sequence = r.last_sequence + 1
      WHERE r.id = ANY (${[...roomIds]}::uuid[]) AND r.last_sequence > 0
        AND (NOT ${COMING_AND_GOING.has(kind)} OR (r.kind IN ('GROUP', 'PEOPLE') AND r.purpose = 'MAIN' AND (
          SELECT count(*) FROM (SELECT 1 FROM room_members m WHERE m.room_id = r.id AND m.active LIMIT ${FEW + 1}) few) <= ${FEW}))
      RETURNING r.id, r.last_sequence)
    INSERT INTO messages (id, room_id, sequence, client_message_id, sent_at, notice, notice_by, notice_people, notice_name, notice_about)
    SELECT n.id, c.id, c.last_sequence, 'notice:' || n.id, ${kept.clock.now()}, ${kind}::room_notice_kind, ${by}::uuid, ${[...people]}::uuid[], ${name},
           ${about}::uuid
    FROM counted c CROSS JOIN LATERAL (SELECT gen_random_uuid() AS id WHERE c.id IS NOT NULL) n
    RETURNING room_id AS "roomId", sequence`;
  for (const { roomId, sequence } of told) {
    push(channels.messages(roomId), { sequence });
    push(channels.changes(roomId));
  }
}

/** Tells something in all rooms of an event, or in the MAIN room of a group. */
export async function tellInRoomsOf(step: Step, owner: { eventId: string } | { groupId: string }, notice: Notice): Promise<void> {
  const where =
    'eventId' in owner ? { kind: 'EVENT' as const, ownerId: owner.eventId } : { kind: 'GROUP' as const, groupId: owner.groupId };
  const rooms = await step.tx.room.findMany({ where, select: { id: true } });
  await tellInRooms(
    step,
    rooms.map(({ id }) => id),
    notice,
  );
}

/** Somebody is erased: nothing that a room told names them any more. */
export async function forgetInNotices({ tx }: Step, userId: string): Promise<void> {
  await tx.message.updateMany({ where: { noticeBy: userId }, data: { noticeBy: null } });
  await tx.$executeRaw`
    UPDATE messages SET notice_people = array_remove(notice_people, ${userId}::uuid)
    WHERE notice_people <> '{}' AND notice_people @> ARRAY[${userId}::uuid]`;
}
