import type pg from 'pg';

/** The ids that a system finds, best first; `near` is where somebody is who says so. */
export type System = (query: string, near: { latitude: number; longitude: number } | null) => Promise<string[]>;

const FIRST = 10;

/** What search is compared with, over copies of the texts that later migrations do not change. */
export async function makeBaselines(client: pg.ClientBase, now: Date): Promise<Record<'first' | 'plain', System>> {
  await client.query(`
    CREATE SCHEMA baseline;
    CREATE TABLE baseline.documents AS
      SELECT e.id, s.folded_title, s.ends_at,
        setweight(to_tsvector('event_document', e.title), 'A') || setweight(to_tsvector('event_document', e.description), 'B')
          || setweight(to_tsvector('event_document', array_to_string(e.tags, ' ')), 'C')
          || setweight(to_tsvector('event_document', concat_ws(' ', c.name, above.name, v.name, v.city)), 'D') AS document,
        to_tsvector('english', concat_ws(' ', e.title, e.description, array_to_string(e.tags, ' '), c.name, v.name, v.city)) AS plain
      FROM event_search s JOIN events e ON e.id = s.event_id JOIN categories c ON c.slug = e.category_slug
        LEFT JOIN categories above ON above.slug = c.parent_slug LEFT JOIN venues v ON v.id = e.venue_id`);
  const ids = async (text: string, query: string) =>
    (await client.query<{ id: string }>(`${text} LIMIT ${FIRST}`, [query, now])).rows.map(({ id }) => id);
  return {
    // Search as it was before it understood anything: all words, else titles that are written alike.
    first: async (query) => {
      const all = await ids(
        `SELECT id FROM baseline.documents WHERE document @@ event_tsquery($1) AND ends_at > $2
         ORDER BY round(3e6 * ts_rank('{0.333333, 0.5, 0.666667, 1}', document, event_tsquery($1))) DESC, id`,
        query,
      );
      return all.length > 0
        ? all
        : ids(
            `SELECT id FROM baseline.documents WHERE word_similarity(search_fold($1), folded_title) >= 0.4 AND ends_at > $2
             ORDER BY round(3e6 * (word_similarity(search_fold($1), folded_title) + 0.1 * similarity(search_fold($1), folded_title))) DESC, id`,
            query,
          );
    },
    // Postgres's full text, with the words joined by OR.
    plain: (query) =>
      ids(
        `SELECT id FROM baseline.documents, (SELECT replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery AS asked) question
         WHERE plain @@ asked AND ends_at > $2 ORDER BY ts_rank(plain, asked) DESC, id`,
        query,
      ),
  };
}
