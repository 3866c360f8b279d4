import { Keyset, type Page, type Statement } from '@marquee/platform';

const COLUMNS = `m.id, m.room_id AS "roomId", m.sequence, m.sender_id AS "senderId", m.client_message_id AS "clientMessageId", m.text, m.sent_at AS "sentAt"`;

export const bySequence = new Keyset('messages', { sequence: 'integer' }, 'least first');

/** The same page of the messages of each of these rooms. */
export function pageOfRooms(roomIds: readonly string[], page: Page): Statement {
  const { condition, order, values, variant } = bySequence.sql(page, { sequence: 'm.sequence' }, 3);
  return {
    name: `social.messages-${variant}`,
    text: `SELECT p.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
             SELECT ${COLUMNS} FROM messages m WHERE m.room_id = o.id AND ${condition} ORDER BY ${order} LIMIT $2) p`,
    values: [roomIds, page.limit + 1, ...values],
  };
}

/** What a live stream has not sent yet. */
export const messagesAfter = (roomId: string, sequence: number, limit: number): Statement => ({
  name: 'social.messages-after',
  text: `SELECT ${COLUMNS} FROM messages m WHERE m.room_id = $1::uuid AND m.sequence > $2 ORDER BY m.sequence LIMIT $3`,
  values: [roomId, sequence, limit],
});
