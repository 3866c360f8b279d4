import { Keyset } from '@marquee/platform';
import { TRUSTED } from '@marquee/schema/rules/standing';
import { showsReading } from '../chat-settings/chat-settings.sql';
import { notBlocked, type ListOfEach } from '../person/person.sql';

/** SQL: is `r` a room of two of whom one has blocked the other? */
export const TWO_IN_A_BLOCK = `(r.kind = 'DIRECT' AND EXISTS (
  SELECT 1 FROM blocks b WHERE (b.blocker_id = r.direct_low AND b.blocked_id = r.direct_high)
                            OR (b.blocker_id = r.direct_high AND b.blocked_id = r.direct_low)))`;

/** The rooms of which $1 is a member and not suspended; nothing for a visitor and for strangers. The one gate before every room. */
export const ROOM_VIEW = `
  SELECT r.id, r.kind, coalesce(e.title, g.name, r.name) AS name, r.image_url AS "imageUrl", r.purpose,
         CASE r.kind WHEN 'EVENT' THEN r.owner_id END AS "eventId", CASE r.kind WHEN 'GROUP' THEN r.owner_id END AS "groupId",
         r.direct_low AS "directLow", r.direct_high AS "directHigh", r.last_sequence AS "lastSequence", r.last_message_at AS "lastMessageAt",
         ${TWO_IN_A_BLOCK} AS blocked, m.answer, coalesce(o.answer, 'ACCEPTED') AS "otherAnswer", m.role, m.last_read_sequence AS "lastReadSequence",
         greatest(m.history_from, least(m.unread_from - 1, m.last_read_sequence)) AS "readTo", m.unread_from AS "unreadFrom", m.notify, m.muted_until AS "mutedUntil", m.pinned_at AS "pinnedAt",
         coalesce(l.last_change, 0) AS "lastChange", coalesce(l.forgotten, 0) AS "forgottenChanges",
         m.history_from AS "historyFrom", r.history_from_joining AS "historyFromJoining", r.keep_days AS "keepDays",
         r.announcements_only AS "announcementsOnly", r.slow_mode_seconds AS "slowModeSeconds", m.last_said_at AS "lastSaidAt",
         r.speak_before AS "speakBefore", r.speak_live AS "speakLive", r.speak_after AS "speakAfter",
         m.user_id AS "viewerId", (SELECT p.limited_until FROM people p WHERE p.id = $1::uuid AND p.reputation < ${TRUSTED}) AS "limitedUntil", gm.role AS "groupRole", e.creator_id AS "creatorId", e.organization_id AS "organizationId",
         om.role AS "organizationRole",
         ARRAY(SELECT t.role::text FROM known_event_roles t WHERE t.event_id = e.id AND t.user_id = m.user_id) AS "teamRoles",
         e.status AS "eventStatus", e.starts_at AS "startsAt", e.ends_at AS "endsAt"
  FROM rooms r
  JOIN room_members m ON m.room_id = r.id AND m.user_id = $1::uuid AND m.active
  LEFT JOIN room_members o ON r.kind = 'DIRECT' AND o.room_id = r.id
                           AND o.user_id = CASE m.user_id WHEN r.direct_low THEN r.direct_high ELSE r.direct_low END
  LEFT JOIN known_events e ON r.kind = 'EVENT' AND e.id = r.owner_id
  LEFT JOIN groups g ON r.kind = 'GROUP' AND g.id = r.owner_id
  LEFT JOIN group_members gm ON gm.group_id = g.id AND gm.user_id = m.user_id AND gm.active
  LEFT JOIN known_organization_members om ON om.organization_id = e.organization_id AND om.user_id = m.user_id
  LEFT JOIN room_logs l ON l.room_id = r.id
  WHERE NOT EXISTS (SELECT 1 FROM people p WHERE p.id = $1::uuid AND NOT p.active)`;

/** SQL: may the viewer $2 see how far this member has read? */
const READING_SHOWN = `((m.user_id = $2::uuid OR m.answer = 'ACCEPTED') AND ${showsReading('m.user_id')})`;

export const MEMBERS_OF_ROOM: ListOfEach<'joinedAt' | 'userId'> = {
  name: 'room-members',
  keyset: new Keyset('chatRoomMembers', { joinedAt: 'time', userId: 'id' }, 'least first'),
  columns: { joinedAt: 'm.joined_at', userId: 'm.user_id' },
  // How far somebody has read who has not accepted a stranger's message is nobody's business, nor whether they have declined it.
  select: `m.room_id AS "roomId", m.user_id AS "userId", m.role, m.active, m.joined_at AS "joinedAt", m.banned_at AS "bannedAt",
           CASE WHEN ${READING_SHOWN} THEN m.last_read_sequence ELSE 0 END AS "lastReadSequence",
           CASE WHEN ${READING_SHOWN} THEN greatest(m.delivered_sequence, m.last_read_sequence) ELSE 0 END AS "deliveredSequence",
           ${showsReading('m.user_id')} AS "readReceipts"`,
  from: `FROM room_members m WHERE m.room_id = o.id AND (m.active OR m.answer = 'DECLINED') AND ${notBlocked('m.user_id', '$2')}`,
};
