import type { Statement } from '@marquee/platform';
import { UNREADABLE } from '../message/message.sql';

/** The kind of long work. */
export const EXPORT_ROOM = 'export-room';

/** SQL: who somebody is, as JSON; null for who is suspended or was erased. */
const named = (id: string, person: string) =>
  `CASE WHEN coalesce(${person}.active, true) THEN json_build_object('id', ${id}, 'username', ${person}.username, 'displayName', ${person}.display_name) END`;

/** The next messages of a room as this member reads them; none for who is no member. */
export const exportedMessages = (askerId: string, roomId: string, after: number, most: number): Statement => ({
  name: 'social.exported-messages',
  text: `WITH ${UNREADABLE}, page AS (
           SELECT m.*, mine.history_from, m.sender_id IS NULL
                    OR (r.kind <> 'DIRECT' AND EXISTS (SELECT 1 FROM unreadable u WHERE u.id = m.sender_id)) AS hidden
           FROM rooms r JOIN room_members mine ON mine.room_id = r.id AND mine.user_id = $1 AND mine.active
           JOIN messages m ON m.room_id = r.id AND m.sequence > greatest($3::int, mine.history_from)
           WHERE r.id = $2::uuid ORDER BY m.sequence LIMIT $4)
         SELECT m.sequence, m.sent_at AS "sentAt", CASE WHEN NOT m.hidden THEN ${named('m.sender_id', 's')} END AS sender,
                CASE WHEN NOT m.hidden THEN m.text END AS text, m.edited_at AS "editedAt", m.deleted_at IS NOT NULL AS deleted,
                (SELECT t.sequence FROM messages t WHERE t.id = m.reply_to_id AND t.sequence > m.history_from) AS "replyTo",
                m.notice::text, m.notice_name AS "noticeName",
                ARRAY(SELECT ${named('w.id', 'p')} FROM unnest(m.notice_by || m.notice_people) WITH ORDINALITY w(id, n)
                      LEFT JOIN people p ON p.id = w.id
                      WHERE w.id IS NOT NULL AND coalesce(p.active, true) AND NOT EXISTS (SELECT 1 FROM unreadable u WHERE u.id = w.id)
                      ORDER BY w.n) AS "noticePeople"
         FROM page m LEFT JOIN people s ON s.id = m.sender_id ORDER BY m.sequence`,
  values: [askerId, roomId, after, most],
});

/** Have this member of a room and somebody who wrote there come to be in a block since then? */
export const blockedSince = (askerId: string, roomId: string, since: Date): Statement => ({
  name: 'social.blocked-since',
  text: `SELECT EXISTS (
           SELECT 1 FROM (SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1::uuid AND created_at >= $3
                          UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = $1::uuid AND created_at >= $3) b
           JOIN messages m ON m.room_id = $2::uuid AND m.sender_id = b.id) AS blocked`,
  values: [askerId, roomId, since],
});
