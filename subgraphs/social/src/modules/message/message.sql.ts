import { Keyset, type Page, type Statement } from '@marquee/platform';

/** A row of `Message`, by the names of Prisma; `m` is the table's name in the statement. */
export const MESSAGE_COLUMNS = `m.id, m.room_id AS "roomId", m.sequence, m.sender_id AS "senderId", m.client_message_id AS "clientMessageId",
  m.text, m.sent_at AS "sentAt", m.reply_to_id AS "replyToId", m.mentioned_ids AS "mentionedIds", m.edits, m.edited_at AS "editedAt",
  m.deleted_at AS "deletedAt", m.deleted_by AS "deletedBy", m.delete_reason AS "deleteReason", m.pinned_at AS "pinnedAt", m.expired,
  m.notice::text, m.notice_by AS "noticeBy", m.notice_people AS "noticePeople", m.notice_name AS "noticeName", m.notice_about AS "noticeAbout"`;

export const bySequence = new Keyset('messages', { sequence: 'integer' }, 'least first');

/** The same page of the messages of each of these rooms that the viewer may read: of what was said since they came, where it is so. */
export function pageOfRooms(viewerId: string, roomIds: readonly string[], page: Page): Statement {
  const { condition, order, values, variant } = bySequence.sql(page, { sequence: 'm.sequence' }, 4);
  return {
    name: `social.messages-${variant}`,
    text: `SELECT p.* FROM unnest($1::uuid[]) AS o(id) JOIN room_members mine ON mine.room_id = o.id AND mine.user_id = $3::uuid
           CROSS JOIN LATERAL (
             SELECT ${MESSAGE_COLUMNS} FROM messages m
             WHERE m.room_id = o.id AND m.sequence > mine.history_from AND ${condition} ORDER BY ${order} LIMIT $2) p`,
    values: [roomIds, page.limit + 1, viewerId, ...values],
  };
}

/** What a live stream has not sent yet. */
export const messagesAfter = (roomId: string, sequence: number, limit: number): Statement => ({
  name: 'social.messages-after',
  text: `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.room_id = $1::uuid AND m.sequence > $2 ORDER BY m.sequence LIMIT $3`,
  values: [roomId, sequence, limit],
});

/** People whose messages the viewer $1 does not read, but in rooms of two: to those a block closes the room itself. */
export const UNREADABLE = `unreadable AS MATERIALIZED (
  SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1 UNION SELECT blocker_id FROM blocks WHERE blocked_id = $1)`;

/** SQL: what is behind it is unread; `least` passes null over. */
const READ_TO = 'greatest(mine.history_from, least(mine.unread_from - 1, mine.last_read_sequence))';

/** The newest message of each of these rooms that the viewer can read. */
export const lastMessages = (viewerId: string, roomIds: readonly string[]): Statement => ({
  name: 'social.last-messages',
  text: `WITH ${UNREADABLE}
         SELECT l.* FROM rooms r JOIN room_members mine ON mine.room_id = r.id AND mine.user_id = $1 CROSS JOIN LATERAL (
           SELECT ${MESSAGE_COLUMNS} FROM messages m
           WHERE m.room_id = r.id AND m.sequence > mine.history_from AND m.sender_id IS NOT NULL AND m.deleted_at IS NULL
             AND (r.kind = 'DIRECT' OR NOT EXISTS (SELECT 1 FROM unreadable u WHERE u.id = m.sender_id))
           ORDER BY m.sequence DESC LIMIT 1) l
         WHERE r.id = ANY ($2::uuid[])`,
  values: [viewerId, roomIds],
});

/**
 * How many messages of each of these rooms the viewer has not read, or has marked as unread, and can read: what is behind that, less what nobody says
 * any more (erased, deleted), what they said themselves, and what was said by people in a block with them.
 */
export const unreadCounts = (viewerId: string, roomIds: readonly string[]): Statement => ({
  name: 'social.unread-counts',
  text: `WITH ${UNREADABLE}
         SELECT r.id, (r.last_sequence - ${READ_TO}
           - (SELECT count(*) FROM messages m WHERE m.room_id = r.id AND (m.deleted_at IS NOT NULL OR m.sender_id IS NULL)
                AND m.sequence > ${READ_TO})
           - (SELECT count(*) FROM messages m WHERE m.room_id = r.id AND m.sender_id = $1 AND m.deleted_at IS NULL
                AND m.sequence > ${READ_TO})
           - CASE r.kind WHEN 'DIRECT' THEN 0 ELSE (
               SELECT count(*) FROM unreadable u JOIN messages m ON m.room_id = r.id AND m.sender_id = u.id AND m.deleted_at IS NULL
               WHERE m.sequence > ${READ_TO}) END)::int AS unread
         FROM rooms r JOIN room_members mine ON mine.room_id = r.id AND mine.user_id = $1 AND mine.active
         WHERE r.id = ANY ($2::uuid[])`,
  values: [viewerId, roomIds],
});

/** How many of those messages name the viewer. */
export const mentionCounts = (viewerId: string, roomIds: readonly string[]): Statement => ({
  name: 'social.mention-counts',
  text: `WITH ${UNREADABLE}, named AS MATERIALIZED (
           SELECT m.room_id, m.sequence, m.sender_id FROM messages m
           WHERE m.mentioned_ids @> ARRAY[$1::uuid] AND m.mentioned_ids <> '{}' AND m.deleted_at IS NULL AND m.text IS NOT NULL)
         SELECT r.id, count(*)::int AS mentions
         FROM named m JOIN rooms r ON r.id = m.room_id JOIN room_members mine ON mine.room_id = r.id AND mine.user_id = $1 AND mine.active
         WHERE r.id = ANY ($2::uuid[]) AND m.sequence > ${READ_TO}
           AND (r.kind = 'DIRECT' OR NOT EXISTS (SELECT 1 FROM unreadable u WHERE u.id = m.sender_id))
         GROUP BY r.id`,
  values: [viewerId, roomIds],
});

/** The newest fifty pins of each of these rooms that the viewer may read. */
export const pinnedMessages = (viewerId: string, roomIds: readonly string[]): Statement => ({
  name: 'social.pinned-messages',
  text: `SELECT p.* FROM unnest($2::uuid[]) AS o(id) JOIN room_members mine ON mine.room_id = o.id AND mine.user_id = $1::uuid
         CROSS JOIN LATERAL (
           SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.room_id = o.id AND m.pinned_at IS NOT NULL AND m.sequence > mine.history_from
           ORDER BY m.pinned_at DESC, m.sequence DESC LIMIT 50) p`,
  values: [viewerId, roomIds],
});
