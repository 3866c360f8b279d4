import { Keyset, type Page, type Statement } from '@marquee/platform';
import { MESSAGE_COLUMNS } from './message.sql';

export const newestFirst = new Keyset('searchMessages', { sentAt: 'time', id: 'id' }, 'greatest first');

/** Rooms of one person that are searched at once. */
const ROOMS_AT_MOST = 1_000;

/** Of a stem that is shorter nearly every word would begin so. */
const SHORTEST_STEM = 3;

/**
 * SQL: the words $2 as a query: each from its beginning, or from its stem. A word that the fold leaves nothing of (a sign) is passed over.
 */
const QUERY = `SELECT string_agg('(' || alternatives || ')', ' & ') AS words FROM (
  SELECT string_agg(DISTINCT quote_literal(form) || ':*', ' | ') AS alternatives
  FROM unnest($2::text[]) AS w(word) CROSS JOIN LATERAL (
    SELECT search_fold(w.word) AS form
    UNION SELECT stem FROM unnest(ARRAY['english_stem', 'french_stem', 'german_stem', 'spanish_stem']::regdictionary[]) AS s(language)
      CROSS JOIN LATERAL unnest(ts_lexize(s.language, search_fold(w.word))) AS x(stem) WHERE length(stem) >= ${SHORTEST_STEM}) f
  WHERE form <> '' GROUP BY w.word) each`;

/**
 * What the viewer can read and is found in their rooms, or in one of them. The rooms stand in the query itself: a word that is said everywhere
 * costs no look at what was said elsewhere.
 */
export function messagesFound(viewerId: string, words: readonly string[], roomId: string | null, page: Page): Statement {
  const { condition, order, values, variant } = newestFirst.sql(page, { sentAt: 'm.sent_at', id: 'm.id' }, 5);
  return {
    name: `social.messages-found-${variant}`,
    text: `WITH unreadable AS MATERIALIZED (
             SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1 UNION SELECT blocker_id FROM blocks WHERE blocked_id = $1),
           mine AS MATERIALIZED (
             SELECT r.id, r.kind, m.history_from FROM room_members m JOIN rooms r ON r.id = m.room_id
             WHERE m.user_id = $1::uuid AND m.active AND (r.id = $3::uuid OR ($3::uuid IS NULL AND m.answer = 'ACCEPTED'))
               AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = $1::uuid AND NOT p.active)
             ORDER BY r.last_message_at DESC, r.id LIMIT ${ROOMS_AT_MOST}),
           asked AS MATERIALIZED (
             SELECT to_tsquery('simple', q.words) && rooms.places AS query FROM (${QUERY}) q
             CROSS JOIN (SELECT string_agg(quote_literal('#' || id), ' | ')::tsquery AS places FROM mine) rooms)
           SELECT ${MESSAGE_COLUMNS} FROM messages m JOIN mine ON mine.id = m.room_id
           WHERE message_words(m.room_id, m.text) @@ (SELECT query FROM asked) AND m.text IS NOT NULL AND m.deleted_at IS NULL
             AND m.sender_id IS NOT NULL AND m.sequence > mine.history_from
             AND (mine.kind = 'DIRECT' OR NOT EXISTS (SELECT 1 FROM unreadable u WHERE u.id = m.sender_id)) AND ${condition}
           ORDER BY ${order} LIMIT $4`,
    values: [viewerId, words, roomId, page.limit + 1, ...values],
  };
}
