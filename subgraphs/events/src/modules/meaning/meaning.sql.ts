import { Prisma } from '../../generated/prisma/client';
import type { Meant } from './meaning-model.kept';

/** What an event `e` says, as meanings are learned from it and written of it. */
const TEXT = `concat_ws(' ', e.title, e.title, replace(array_to_string(e.tags, ' '), '-', ' '), left(e.description, 4000))`;

/** What up to so many events ($1) say, those that came on show last. */
export const TOLD = `
  SELECT e.id, coalesce(e.published_at, e.created_at) AS at, ${TEXT} AS text, e.category_slug AS "categorySlug"
  FROM event_search s JOIN events e ON e.id = s.event_id ORDER BY e.published_at DESC NULLS LAST, e.id LIMIT $1`;

/** Some events on show whose meaning was not written yet by this version of the model ($1), up to $2; nobody else writes theirs meanwhile. */
export const UNWRITTEN = `
  SELECT e.id, ${TEXT} AS text FROM event_search s JOIN events e ON e.id = s.event_id
  WHERE NOT EXISTS (SELECT 1 FROM event_meanings m WHERE m.event_id = s.event_id AND m.model_version = $1)
  ORDER BY s.event_id LIMIT $2 FOR KEY SHARE OF s SKIP LOCKED`;

/** How near the event of this id is to what was asked, −1 to 1; 0 while its meaning is not written. */
export const nearness = (eventId: Prisma.Sql, { version, vector }: Meant): Prisma.Sql => Prisma.sql`
  coalesce((SELECT (SELECT sum(one * other) FROM unnest(m.vector, ${vector}::real[]) AS pair(one, other))
    FROM event_meanings m WHERE m.event_id = ${eventId} AND m.model_version = ${version}), 0)::float8`;
