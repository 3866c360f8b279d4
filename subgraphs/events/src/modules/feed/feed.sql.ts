import { Prisma } from '../../generated/prisma/client';
import { distanceTo, metresFrom, within } from '../search/place.sql';
import type { Near } from '../search/search.input';
import { coldAt } from './popularity';

/** For whom a feed is put together. */
export interface Reader {
  userId: string;
  /** Slugs of categories, those below them included. */
  categorySlugs: string[];
  /** Interests that are no category. */
  tags: string[];
  home: { latitude: number; longitude: number } | null;
}

/** An event that may be worth recommending, with what decides how much. */
export interface Candidate {
  id: string;
  creatorId: string;
  categorySlug: string;
  tags: string[];
  startsAt: Date;
  /** From the reader's home; null without one, or without a place. */
  metres: number | null;
  friendsGoing: number;
  heat: number | null;
}

const MOST_OF_EACH = 100;
const MOST_OF_CATEGORY = 30;
const SOON_DAYS = 30;

/** Some hundred events that are worth ranking: what is hot and what starts next, and for a reader what may fit them. */
export function candidatesSql(reader: Reader | null, now: Date): Prisma.Sql {
  const sources = [hottest(now), next(now), ...(reader ? sourcesFor(reader, now) : [])];
  const metres = reader?.home ? metresFrom(reader.home) : Prisma.sql`NULL::float8`;
  return Prisma.sql`
    WITH friends_going AS (${reader ? friendsGoing(reader) : Prisma.sql`SELECT NULL::uuid AS event_id, 0 AS friends WHERE FALSE`})
    SELECT s.event_id AS id, s.creator_id AS "creatorId", s.category_slug AS "categorySlug", s.tags, s.starts_at AS "startsAt",
      ${metres} AS metres, coalesce(f.friends, 0) AS "friendsGoing", p.heat
    FROM (${Prisma.join(sources, ' UNION ')}) picked
    JOIN event_search s USING (event_id)
    LEFT JOIN friends_going f USING (event_id)
    LEFT JOIN event_popularity p USING (event_id)
    WHERE s.ends_at > ${now} AND ${reader ? mayInterest(reader) : Prisma.sql`TRUE`}`;
}

/** Events that the reader has dealt with since then. */
export const dealtWithSql = (userId: string, since: Date): Prisma.Sql => Prisma.sql`
  SELECT event_id AS id FROM swipes WHERE user_id = ${userId}::uuid AND direction IN ('LEFT', 'RIGHT') AND swiped_at >= ${since}
  UNION SELECT event_id FROM attendances
  WHERE user_id = ${userId}::uuid AND status IN ('GOING', 'WAITLISTED', 'NOT_GOING') AND updated_at >= ${since}`;

/** What is hot, hottest first; the index is read in its order. */
export const trendingSql = (near: Near | null, first: number, now: Date): Prisma.Sql => Prisma.sql`
  SELECT s.event_id AS id, ${near ? Prisma.sql`round((${metresFrom(near)} / 1000)::numeric, 3)::float8` : Prisma.sql`NULL::float8`} AS "distanceKm"
  FROM event_popularity p JOIN event_search s USING (event_id)
  WHERE p.heat > ${coldAt(now)}::float8 AND s.ends_at > ${now} AND ${near ? within(near) : Prisma.sql`TRUE`}
  ORDER BY p.heat DESC, p.event_id LIMIT ${first}`;

const hottest = (now: Date) => Prisma.sql`
  (SELECT s.event_id FROM event_popularity p JOIN event_search s USING (event_id)
    WHERE p.heat > ${coldAt(now)}::float8 AND s.ends_at > ${now} ORDER BY p.heat DESC, p.event_id LIMIT ${MOST_OF_EACH})`;

const next = (now: Date) => Prisma.sql`
  (SELECT s.event_id FROM event_search s WHERE s.starts_at > ${now} ORDER BY s.starts_at, s.event_id LIMIT ${MOST_OF_EACH})`;

/** Each source reads one index in its order, and only so far. */
function sourcesFor({ categorySlugs, tags, home }: Reader, now: Date): Prisma.Sql[] {
  const liked = Prisma.sql`
    (SELECT each.event_id FROM unnest(${categorySlugs}::text[]) AS liked(slug) CROSS JOIN LATERAL (
      SELECT s.event_id FROM event_search s WHERE s.category_slug = liked.slug AND s.ends_at > ${now}
      ORDER BY s.starts_at, s.event_id LIMIT ${MOST_OF_CATEGORY}) each)`;
  const tagged = Prisma.sql`
    (SELECT s.event_id FROM event_search s WHERE s.tags && ${tags}::text[] AND s.ends_at > ${now}
      ORDER BY s.starts_at, s.event_id LIMIT ${MOST_OF_EACH})`;
  const nearest =
    home &&
    Prisma.sql`
    (SELECT s.event_id FROM event_search s
      WHERE s.place IS NOT NULL AND s.ends_at > ${now} AND s.starts_at < ${now}::timestamptz + ${SOON_DAYS} * interval '1 day'
      ORDER BY ${distanceTo(home)} LIMIT ${MOST_OF_EACH})`;
  const befriended = Prisma.sql`
    (SELECT f.event_id FROM friends_going f JOIN event_search s USING (event_id) WHERE s.ends_at > ${now}
      ORDER BY f.friends DESC, f.event_id LIMIT ${MOST_OF_EACH})`;
  return [...(categorySlugs.length > 0 ? [liked] : []), ...(tags.length > 0 ? [tagged] : []), ...(nearest ? [nearest] : []), befriended];
}

/** How many of the reader's friends are going, of those who let friends see it. */
const friendsGoing = ({ userId }: Reader) => Prisma.sql`
  SELECT a.event_id, count(*)::int AS friends
  FROM (SELECT other_id FROM person_edges WHERE user_id = ${userId}::uuid GROUP BY other_id HAVING bool_or(friends) AND NOT bool_or(blocked)) friend
  JOIN attendances a ON a.user_id = friend.other_id AND a.status = 'GOING' AND a.visibility IN ('PUBLIC', 'FRIENDS')
  GROUP BY a.event_id`;

/** Not the reader's own, not dealt with, and not by somebody with whom one has blocked the other. */
const mayInterest = ({ userId }: Reader) => Prisma.sql`s.creator_id <> ${userId}::uuid
  AND NOT EXISTS (SELECT 1 FROM swipes w WHERE w.user_id = ${userId}::uuid AND w.event_id = s.event_id AND w.direction IN ('LEFT', 'RIGHT'))
  AND NOT EXISTS (SELECT 1 FROM attendances a
    WHERE a.user_id = ${userId}::uuid AND a.event_id = s.event_id AND a.status IN ('GOING', 'WAITLISTED', 'NOT_GOING'))
  AND NOT EXISTS (SELECT 1 FROM person_edges b WHERE b.user_id = ${userId}::uuid AND b.other_id = s.creator_id AND b.blocked)`;
