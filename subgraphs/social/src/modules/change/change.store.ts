import type { Step } from '../../context';

/**
 * Gives the changes of a room that have no number the next ones, in the order in which they were written. A change that is visible gets its
 * number before one that follows from it, because that one was written later.
 */
export async function numberChanges({ tx }: Step, roomId: string): Promise<void> {
  await tx.$executeRaw`INSERT INTO room_logs (room_id) VALUES (${roomId}::uuid) ON CONFLICT DO NOTHING`;
  const [log] = await tx.$queryRaw<Array<{ last: number }>>`
    SELECT last_change AS last FROM room_logs WHERE room_id = ${roomId}::uuid FOR NO KEY UPDATE`;
  // Of several changes of one thing the last is enough: a change shows what it is about as it is now.
  await tx.$executeRaw`
    DELETE FROM room_changes earlier USING room_changes later
    WHERE earlier.room_id = ${roomId}::uuid AND earlier.number IS NULL AND later.room_id = earlier.room_id AND later.number IS NULL
      AND later.id > earlier.id AND later.kind = earlier.kind AND later.kind NOT IN ('MESSAGE_ADDED', 'MESSAGE_DELETED')
      AND later.message_id IS NOT DISTINCT FROM earlier.message_id AND later.user_id IS NOT DISTINCT FROM earlier.user_id`;
  await tx.$executeRaw`
    WITH next AS (SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM room_changes WHERE room_id = ${roomId}::uuid AND number IS NULL),
    numbered AS (UPDATE room_changes c SET number = ${log!.last}::int + next.n FROM next WHERE c.id = next.id RETURNING c.id)
    UPDATE room_logs SET last_change = ${log!.last}::int + (SELECT count(*)::int FROM numbered) WHERE room_id = ${roomId}::uuid`;
}
