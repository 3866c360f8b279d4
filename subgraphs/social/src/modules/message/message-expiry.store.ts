import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Message } from '../../generated/prisma/client';

/** Few enough for one transaction; the rest waits for the next. */
const AT_ONCE = 500;

/**
 * Messages that their room keeps no longer say nothing any more, nor what they said before, nor who answered with a sign: they keep their number.
 * The pinned ones stay. Returns how many were looked at.
 */
export async function expireMessages({ tx, now, push }: Step): Promise<number> {
  const due = await tx.$queryRaw<Array<{ id: string; roomId: string; sequence: number }>>`
    SELECT m.id, r.id AS "roomId", m.sequence FROM rooms r CROSS JOIN LATERAL (
      SELECT x.id, x.sequence FROM messages x
      WHERE x.room_id = r.id AND x.sequence > r.forgotten_to AND x.sent_at < ${now}::timestamptz - make_interval(days => r.keep_days)
      ORDER BY x.sequence LIMIT ${AT_ONCE}) m
    WHERE r.keep_days IS NOT NULL ORDER BY r.id, m.sequence LIMIT ${AT_ONCE}`;
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  // Rooms before messages, as where one is pinned.
  await tx.$executeRaw`
    SELECT id FROM rooms WHERE id = ANY (${[...new Set(due.map(({ roomId }) => roomId))]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  // Whoever changes one of them meanwhile holds it: then it is changed before, or not any more.
  const gone = await tx.$queryRaw<Array<{ id: string }>>`
    UPDATE messages SET text = NULL, mentioned_ids = '{}', deleted_at = coalesce(deleted_at, ${now}), deleted_by = NULL, delete_reason = NULL, expired = true,
      notice = NULL, notice_by = NULL, notice_people = '{}', notice_name = NULL, notice_about = NULL
    WHERE id IN (SELECT id FROM messages WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE) AND pinned_at IS NULL AND NOT expired RETURNING id`;
  const goneIds = gone.map(({ id }) => id);
  await tx.messageVersion.deleteMany({ where: { messageId: { in: goneIds } } });
  await tx.messageReaction.deleteMany({ where: { messageId: { in: goneIds } } });
  await tx.messageRemoval.updateMany({ where: { messageId: { in: goneIds } }, data: { text: null } });
  const reached = new Map(due.map(({ roomId, sequence }) => [roomId, sequence]));
  await tx.$executeRaw`
    UPDATE rooms r SET forgotten_to = d.sequence
    FROM unnest(${[...reached.keys()]}::uuid[], ${[...reached.values()]}::int[]) AS d(id, sequence) WHERE r.id = d.id AND r.forgotten_to < d.sequence`;
  for (const roomId of reached.keys()) push(channels.changes(roomId));
  return due.length;
}

/** A message that is not pinned any more goes with those of its age. */
export async function lookAgainFrom({ tx }: Step, { roomId, sequence }: Message): Promise<void> {
  await tx.room.updateMany({
    where: { id: roomId, keepDays: { not: null }, forgottenTo: { gte: sequence } },
    data: { forgottenTo: sequence - 1 },
  });
}
