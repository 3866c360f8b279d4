import type { Statement } from '@marquee/platform';
import { MESSAGE_COLUMNS } from '../message/message.sql';

/** Is there a change of this room that has no number yet? */
export const unnumbered = (roomId: string): Statement => ({
  name: 'social.changes-unnumbered',
  text: 'SELECT 1 FROM room_changes WHERE room_id = $1::uuid AND number IS NULL LIMIT 1',
  values: [roomId],
});

export const logOf = (roomId: string): Statement => ({
  name: 'social.room-log',
  text: `SELECT last_change AS "lastChange", forgotten FROM room_logs WHERE room_id = $1::uuid`,
  values: [roomId],
});

/** Rows of `ChangeView` without their message: what a live stream has not sent yet. */
export const changesAfter = (roomId: string, number: number, limit: number): Statement => ({
  name: 'social.changes-after',
  text: `SELECT c.room_id AS "roomId", c.number, c.kind, c.message_id AS "messageId", c.user_id AS "userId",
                CASE WHEN m.active OR m.answer = 'DECLINED' THEN m.role END AS role,
                CASE WHEN m.answer = 'ACCEPTED' THEN m.last_read_sequence ELSE 0 END AS "lastReadSequence", coalesce(m.delivered_sequence, 0) AS "deliveredSequence"
         FROM room_changes c LEFT JOIN room_members m ON m.room_id = c.room_id AND m.user_id = c.user_id
         WHERE c.room_id = $1::uuid AND c.number > $2 ORDER BY c.number LIMIT $3`,
  values: [roomId, number, limit],
});

export const messagesOf = (ids: readonly string[]): Statement => ({
  name: 'social.changed-messages',
  text: `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.id = ANY ($1::uuid[])`,
  values: [ids],
});
