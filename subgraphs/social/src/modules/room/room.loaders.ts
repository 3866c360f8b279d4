import { byId, pagesBy } from '@marquee/platform';
import type { Database } from '../../db';
import type { Message, RoomMember } from '../../generated/prisma/client';
import { newerThan } from '../../keyset';
import { notBlocked } from '../block/block.sql';
import type { RoomView } from './room.types';

/** SQL: the rooms of which $1 is a member and not suspended; nothing for a visitor and for strangers. The one gate before every room. */
export const ROOM_VIEW = `
  SELECT r.id, r.kind, coalesce(e.title, g.name) AS name, r.event_id AS "eventId", r.group_id AS "groupId",
         r.direct_low AS "directLow", r.direct_high AS "directHigh", r.last_sequence AS "lastSequence", r.last_message_at AS "lastMessageAt",
         m.role, m.last_read_sequence AS "lastReadSequence", e.status AS "eventStatus", e.starts_at AS "startsAt", e.ends_at AS "endsAt"
  FROM rooms r
  JOIN room_members m ON m.room_id = r.id AND m.user_id = $1::uuid AND m.active
  LEFT JOIN known_events e ON e.id = r.event_id
  LEFT JOIN groups g ON g.id = r.group_id
  WHERE NOT EXISTS (SELECT 1 FROM people p WHERE p.id = $1::uuid AND NOT p.active)`;

export const createRoomLoaders = (db: Database, viewerId: string | null) => {
  const roomBy = (name: string, column: 'id' | 'event_id' | 'group_id', keyOf: (room: RoomView) => string | null) =>
    byId<string, RoomView>(
      (ids) =>
        viewerId === null
          ? Promise.resolve([])
          : db.query({ name, text: `${ROOM_VIEW} AND r.${column} = ANY ($2::uuid[])`, values: [viewerId, ids] }),
      (room) => keyOf(room) as string,
    );
  return {
    roomById: roomBy('social.rooms-by-id', 'id', (room) => room.id),
    roomByEventId: roomBy('social.rooms-by-event', 'event_id', (room) => room.eventId),
    roomByGroupId: roomBy('social.rooms-by-group', 'group_id', (room) => room.groupId),
    roomMembersPage: pagesBy<RoomMember>(
      (ids, { limit, from }) =>
        db.query({
          name: 'social.room-members-page',
          text: `SELECT m.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                   SELECT m.room_id AS "roomId", m.user_id AS "userId", m.role, m.active, m.joined_at AS "joinedAt", m.banned_at AS "bannedAt",
                          m.last_read_sequence AS "lastReadSequence"
                   FROM room_members m
                   WHERE m.room_id = o.id AND m.active AND ${newerThan('m.joined_at', 'm.user_id', ['$2', '$3'])}
                     AND ${notBlocked('m.user_id', '$5')}
                   ORDER BY m.joined_at, m.user_id LIMIT $4) m`,
          values: [ids, from?.[0] ?? null, from?.[1] ?? null, limit + 1, viewerId],
        }),
      (member) => member.roomId,
    ),
    lastMessageByRoomId: byId<string, Message>(
      (ids) =>
        db.prisma.$queryRaw<Message[]>`
          SELECT m.id, m.room_id AS "roomId", m.sequence, m.sender_id AS "senderId", m.client_message_id AS "clientMessageId", m.text, m.sent_at AS "sentAt"
          FROM rooms r JOIN messages m ON m.room_id = r.id AND m.sequence = r.last_sequence
          WHERE r.id = ANY (${[...ids]}::uuid[])`,
      (message) => message.roomId,
    ),
  };
};
