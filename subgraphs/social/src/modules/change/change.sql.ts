import type { Statement } from '@marquee/platform';
import { showsReading } from '../chat-settings/chat-settings.sql';
import { MESSAGE_COLUMNS } from '../message/message.sql';

/** Those of these rooms of which a change has no number yet. */
export const unnumbered = (roomIds: readonly string[]): Statement => ({
  name: 'social.changes-unnumbered',
  text: `SELECT o.id FROM unnest($1::uuid[]) AS o(id)
         WHERE EXISTS (SELECT 1 FROM room_changes c WHERE c.room_id = o.id AND c.number IS NULL)`,
  values: [roomIds],
});

export const logsOf = (roomIds: readonly string[]): Statement => ({
  name: 'social.room-logs',
  text: `SELECT room_id AS "roomId", last_change AS "lastChange", forgotten FROM room_logs WHERE room_id = ANY ($1::uuid[])`,
  values: [roomIds],
});

/** What a change shows of the member that it is about; who lets nobody see how far they have read has read nothing. */
const CHANGE_COLUMNS = `c.room_id AS "roomId", c.number, c.kind, c.message_id AS "messageId", c.user_id AS "userId",
  CASE WHEN m.active OR m.answer = 'DECLINED' THEN m.role END AS role,
  CASE WHEN m.answer = 'ACCEPTED' AND ${showsReading('m.user_id')} THEN m.last_read_sequence ELSE 0 END AS "lastReadSequence",
  CASE WHEN m.answer = 'ACCEPTED' AND ${showsReading('m.user_id')} THEN greatest(m.delivered_sequence, m.last_read_sequence) ELSE 0 END
    AS "deliveredSequence",
  ${showsReading('m.user_id')} AS "readReceipts"`;

/** Rows of `ChangeView` without their message: what a live stream has not sent yet. */
export const changesAfter = (roomId: string, number: number, limit: number): Statement => ({
  name: 'social.changes-after',
  text: `SELECT ${CHANGE_COLUMNS}
         FROM room_changes c LEFT JOIN room_members m ON m.room_id = c.room_id AND m.user_id = c.user_id
         WHERE c.room_id = $1::uuid AND c.number > $2 ORDER BY c.number LIMIT $3`,
  values: [roomId, number, limit],
});

/** The same for several rooms, each behind a number of its own; of each at most $3. */
export const changesAfterEach = (roomIds: readonly string[], numbers: readonly number[], limit: number): Statement => ({
  name: 'social.changes-after-each',
  text: `SELECT p.* FROM unnest($1::uuid[], $2::int[]) AS o(id, number) CROSS JOIN LATERAL (
           SELECT ${CHANGE_COLUMNS}
           FROM room_changes c LEFT JOIN room_members m ON m.room_id = c.room_id AND m.user_id = c.user_id
           WHERE c.room_id = o.id AND c.number > o.number ORDER BY c.number LIMIT $3) p`,
  values: [roomIds, numbers, limit],
});

export const messagesOf = (ids: readonly string[]): Statement => ({
  name: 'social.changed-messages',
  text: `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.id = ANY ($1::uuid[])`,
  values: [ids],
});
