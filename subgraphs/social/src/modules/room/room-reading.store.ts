import { channels } from '../../channels';
import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { showsReading } from '../chat-settings/chat-settings.sql';

/** Rooms with more members do not tell who has read what: it would be most of what they tell. */
const RECEIPTS_AT_MOST = 50;

/**
 * Puts into the logs of these rooms that somebody has read further, or has got messages, where the room is small, they have accepted it, and they
 * let others see it.
 */
export async function logReading(
  { tx, push }: Step,
  userId: string,
  roomIds: readonly string[],
  kind: 'READ' | 'DELIVERED',
): Promise<void> {
  if (roomIds.length === 0) return;
  const logged = await tx.$queryRaw<Array<{ id: string }>>`
    INSERT INTO room_changes (room_id, kind, user_id)
    SELECT m.room_id, ${kind}::room_change_kind, m.user_id FROM room_members m
    WHERE m.room_id = ANY (${[...roomIds]}::uuid[]) AND m.user_id = ${userId}::uuid AND m.active AND m.answer = 'ACCEPTED'
      AND ${Prisma.raw(showsReading('m.user_id'))}
      AND (SELECT count(*) FROM (SELECT 1 FROM room_members o WHERE o.room_id = m.room_id AND o.active LIMIT ${RECEIPTS_AT_MOST + 1}) o) <= ${RECEIPTS_AT_MOST}
    RETURNING room_id AS id`;
  for (const { id } of logged) push(channels.changes(id));
}
