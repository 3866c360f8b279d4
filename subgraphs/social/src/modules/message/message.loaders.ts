import { byId, pagesBy } from '@marquee/platform';
import type { Database } from '../../db';
import type { Message } from '../../generated/prisma/client';

const COLUMNS = `m.id, m.room_id AS "roomId", m.sequence, m.sender_id AS "senderId", m.client_message_id AS "clientMessageId", m.text, m.sent_at AS "sentAt"`;

export const createMessageLoaders = (db: Database) => ({
  messageById: byId(
    (ids: readonly string[]) => db.prisma.message.findMany({ where: { id: { in: [...ids] } } }),
    (message) => message.id,
  ),
  messagesPage: pagesBy<Message>(
    (ids, { limit, from, backward }) =>
      db.query({
        name: `social.messages-page-${backward ? 'backward' : 'forward'}`,
        text: `SELECT m.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                 SELECT ${COLUMNS} FROM messages m
                 WHERE m.room_id = o.id AND m.sequence ${backward ? '< coalesce($2::int, 2147483647)' : '> coalesce($2::int, 0)'}
                 ORDER BY m.sequence ${backward ? 'DESC' : 'ASC'} LIMIT $3) m`,
        values: [ids, from?.[0] ?? null, limit + 1],
      }),
    (message) => message.roomId,
  ),
});

/** What a live stream has not sent yet. */
export const messagesAfter = (db: Database, roomId: string, sequence: number, limit: number): Promise<Message[]> =>
  db.query({
    name: 'social.messages-after',
    text: `SELECT ${COLUMNS} FROM messages m WHERE m.room_id = $1::uuid AND m.sequence > $2 ORDER BY m.sequence LIMIT $3`,
    values: [roomId, sequence, limit],
  });
