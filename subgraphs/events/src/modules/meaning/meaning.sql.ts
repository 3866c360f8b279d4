import { Prisma } from '../../generated/prisma/client';
import type { Meant } from './meaning-model.kept';

/** What an event `e` says, as meanings are learned from it and written of it. */
const TEXT = `concat_ws(' ', e.title, e.title, replace(array_to_string(e.tags, ' '), '-', ' '), left(e.description, 4000))`;

/** What up to so many events ($1) say, those that came on show last. */
export const TOLD = `
  SELECT e.id, coalesce(e.published_at, e.created_at) AS at, ${TEXT} AS text, e.category_slug AS "categorySlug"
  FROM events e JOIN event_search s ON s.event_id = e.id WHERE e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC'
  ORDER BY e.published_at DESC, e.id DESC LIMIT $1`;

/** Whether so many ($2) came on show after a moment ($1; null: ever): 1 for each, and no more are looked at. */
export const NEWS = `
  SELECT 1 FROM events WHERE status = 'PUBLISHED' AND visibility = 'PUBLIC' AND published_at > coalesce($1::timestamptz, '-infinity')
  ORDER BY published_at, id LIMIT $2`;

/** Some events whose meaning was not written yet by this version of the model ($1), up to $2; nobody else writes theirs meanwhile. */
export const UNWRITTEN = `
  SELECT m.event_id AS id FROM event_meanings m WHERE m.model_version < $1
  ORDER BY m.model_version, m.event_id LIMIT $2 FOR UPDATE SKIP LOCKED`;

/**
 * What those ($1) say. A statement of its own: who changes a text waits for the locks of UNWRITTEN before it counts, and what counted before
 * is seen here.
 */
export const TEXTS = `SELECT e.id, ${TEXT} AS text FROM events e WHERE e.id = ANY ($1::uuid[])`;

/** How near the event of this id is to what was asked, −1 to 1; 0 while its meaning is not written. */
export const nearness = (eventId: Prisma.Sql, { version, vector }: Meant): Prisma.Sql => Prisma.sql`
  coalesce((SELECT (SELECT sum(one * other) FROM unnest(m.vector, ${vector}::real[]) AS pair(one, other))
    FROM event_meanings m WHERE m.event_id = ${eventId} AND m.model_version = ${version}), 0)::float8`;
