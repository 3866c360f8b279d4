import type { Statement } from '@marquee/platform';
import { ROOM_VIEW } from '../room/room.sql';

/** Rooms of one list that are listened to. */
const LISTENED_AT_MOST = 1_000;
/** Rooms that `sync` tells of an app that does not know them. */
const OTHERS_AT_MOST = 100;

/** The rooms of somebody's list: those that are listened to. */
export const listenedRooms = (userId: string): Statement => ({
  name: 'social.rooms-listened',
  text: `SELECT r.id FROM room_members m JOIN rooms r ON r.id = m.room_id WHERE m.user_id = $1::uuid AND m.active
         ORDER BY r.last_message_at DESC, r.id LIMIT ${LISTENED_AT_MOST}`,
  values: [userId],
});

/**
 * Rows of `ListedRoom`: the rooms of the viewer in which anything was written by a transaction that was under way at a cursor, or began later;
 * without a cursor none. Who was sent away before they ever came is not told.
 */
export const roomsWrittenSince = (viewerId: string, cursor: string | null): Statement => ({
  name: 'social.rooms-written-since',
  text: `SELECT s.cursor::text, s.next::text, c.*
         FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS cursor, pg_snapshot_xmax(pg_current_snapshot()) AS next) s
         LEFT JOIN LATERAL (
           SELECT m.room_id AS "roomId", m.active AS "isThere", m.written_by::text || ' ' || coalesce(n.newest, 0) AS mark
           FROM room_members m JOIN rooms r ON r.id = m.room_id
           LEFT JOIN room_logs l ON l.room_id = m.room_id
           CROSS JOIN LATERAL (
             SELECT max(c.id) AS newest FROM room_changes c
             WHERE c.room_id = m.room_id AND c.written_by >= $2::text::xid8
               AND (c.kind IN ('MESSAGE_ADDED', 'MESSAGE_EDITED', 'MESSAGE_DELETED', 'SETTINGS') OR (c.kind = 'MEMBER' AND r.kind = 'DIRECT'))) n
           WHERE m.user_id = $1::uuid AND (m.active OR m.banned_at IS DISTINCT FROM m.joined_at)
             AND (m.written_by >= $2::text::xid8 OR (m.active AND (n.newest IS NOT NULL OR l.forgotten_by >= $2::text::xid8)))
           ORDER BY r.last_message_at DESC, r.id) c ON true`,
  values: [viewerId, cursor],
});

/** Rooms that the viewer may read but these, last spoken in first. */
export const otherRooms = (viewerId: string, roomIds: readonly string[]): Statement => ({
  name: 'social.rooms-unknown',
  text: `${ROOM_VIEW} AND r.id <> ALL ($2::uuid[]) ORDER BY r.last_message_at DESC, r.id DESC LIMIT ${OTHERS_AT_MOST}`,
  values: [viewerId, roomIds],
});
