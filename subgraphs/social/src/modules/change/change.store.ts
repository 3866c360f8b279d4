import type { Step } from '../../context';

/**
 * Gives the changes of these rooms that have no number the next ones, in the order in which they were written. A change that is visible gets its
 * number before one that follows from it, because that one was written later.
 */
export async function numberChanges({ tx }: Step, roomIds: readonly string[]): Promise<void> {
  const rooms = [...roomIds].sort();
  await tx.$executeRaw`INSERT INTO room_logs (room_id) SELECT id FROM unnest(${rooms}::uuid[]) AS r(id) ON CONFLICT DO NOTHING`;
  // In one order: two who number several rooms never wait for each other.
  const logs = await tx.$queryRaw<Array<{ roomId: string; last: number }>>`
    SELECT room_id AS "roomId", last_change AS last FROM room_logs WHERE room_id = ANY (${rooms}::uuid[]) ORDER BY room_id FOR NO KEY UPDATE`;
  // Of several changes of one thing the last is enough: a change shows what it is about as it is now.
  await tx.$executeRaw`
    DELETE FROM room_changes earlier USING room_changes later
    WHERE earlier.room_id = ANY (${rooms}::uuid[]) AND earlier.number IS NULL AND later.room_id = earlier.room_id AND later.number IS NULL
      AND later.id > earlier.id AND later.kind = earlier.kind AND later.kind NOT IN ('MESSAGE_ADDED', 'MESSAGE_DELETED')
      AND later.message_id IS NOT DISTINCT FROM earlier.message_id AND later.user_id IS NOT DISTINCT FROM earlier.user_id`;
  await tx.$executeRaw`
    WITH next AS (
      SELECT c.id, l.last::int + row_number() OVER (PARTITION BY c.room_id ORDER BY c.id)::int AS number
      FROM unnest(${logs.map(({ roomId }) => roomId)}::uuid[], ${logs.map(({ last }) => last)}::int[]) AS l(room_id, last)
      JOIN room_changes c ON c.room_id = l.room_id AND c.number IS NULL),
    numbered AS (UPDATE room_changes c SET number = next.number FROM next WHERE c.id = next.id RETURNING c.room_id, c.number)
    UPDATE room_logs l SET last_change = n.last FROM (SELECT room_id, max(number) AS last FROM numbered GROUP BY room_id) n WHERE l.room_id = n.room_id`;
}

/** So many changes stay in the log of a room at least: who was away longer loads the room anew. */
export const KEPT_CHANGES = 10_000;
/** And so many more before it is cut: it is not cut at each change. */
const SLACK = 1_000;
const CUT_AT_ONCE = 50;

/** Cuts logs that have grown too long. Returns how many were cut. */
export async function cutLogs({ tx }: Step): Promise<number> {
  const logs = await tx.$queryRaw<Array<{ roomId: string }>>`
    SELECT room_id AS "roomId" FROM room_logs WHERE last_change - forgotten > ${KEPT_CHANGES + SLACK}
    ORDER BY room_id LIMIT ${CUT_AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
  if (logs.length === 0) return 0;
  await tx.$executeRaw`
    WITH cut AS (
      DELETE FROM room_changes c USING room_logs l
      WHERE l.room_id = ANY (${logs.map(({ roomId }) => roomId)}::uuid[]) AND c.room_id = l.room_id AND c.number <= l.last_change - ${KEPT_CHANGES}::int
      RETURNING c.room_id, c.number, c.written_by)
    UPDATE room_logs l SET forgotten = n.last, forgotten_by = greatest(l.forgotten_by, n.newest)
    FROM (SELECT room_id, max(number) AS last, max(written_by) AS newest FROM cut GROUP BY room_id) n WHERE l.room_id = n.room_id`;
  return logs.length;
}
