import { Prisma } from '../../generated/prisma/client';
import { chordTo, kilometresFrom, metresFrom, within } from '../search/place.sql';
import type { Near } from '../search/search.input';
import type { Wishes } from './feed-wishes';
import { coldAt } from './popularity';

/** For whom a feed is put together. */
export interface FeedReader {
  userId: string;
  /** Slugs of categories, those below them included. */
  categorySlugs: string[];
  /** Interests that are no category. */
  tags: string[];
  home: { latitude: number; longitude: number } | null;
  wishes?: Wishes;
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
  timezone: string;
  priceType: string;
  /** Lowest, in minor units. */
  priceMin: number | null;
  priceCurrency: string | null;
}

const MOST_OF_EACH = 100;
const MOST_OF_CATEGORY = 30;
const SOON_DAYS = 30;

/** Some hundred events that are worth ranking: what is hot and what starts next, and for a reader what may fit them. */
export function candidatesSql(reader: FeedReader | null, now: Date): Prisma.Sql {
  const sources = [hottest(now), next(now), ...(reader ? sourcesFor(reader, now) : [])];
  const metres = reader?.home ? metresFrom(reader.home) : Prisma.sql`NULL::float8`;
  return Prisma.sql`
    WITH friends_going AS (${reader ? friendsGoing(reader) : Prisma.sql`SELECT NULL::uuid AS event_id, 0 AS friends WHERE FALSE`})
    SELECT s.event_id AS id, s.creator_id AS "creatorId", s.category_slug AS "categorySlug", s.tags, s.starts_at AS "startsAt",
      ${metres} AS metres, coalesce(f.friends, 0) AS "friendsGoing",
      (SELECT p.heat FROM event_popularity p WHERE p.event_id = s.event_id) AS heat,
      e.timezone, e.price_type::text AS "priceType", e.price_min::float8 AS "priceMin", e.price_currency AS "priceCurrency"
    FROM (${Prisma.join(sources, ' UNION ')}) picked
    JOIN event_search s USING (event_id)
    JOIN events e ON e.id = s.event_id
    LEFT JOIN friends_going f USING (event_id)
    WHERE s.ends_at > ${now} AND ${nextOfSeries(now)} AND ${reader ? mayInterest(reader) : Prisma.sql`TRUE`}`;
}

/** Events that the reader has dealt with since then. */
export const dealtWithSql = (userId: string, since: Date): Prisma.Sql => Prisma.sql`
  SELECT event_id AS id FROM swipes WHERE user_id = ${userId}::uuid AND direction IN ('LEFT', 'RIGHT') AND swiped_at >= ${since}
  UNION SELECT event_id FROM attendances
  WHERE user_id = ${userId}::uuid AND status IN ('GOING', 'WAITLISTED', 'NOT_GOING') AND updated_at >= ${since}`;

/** More events than this in a circle, and the hottest of them are found sooner among the hottest of all. */
const CROWDED = 1_000;

/**
 * What is hot, hottest first. In a crowded circle all events are gone through by heat until enough of them lie in it; in any other the
 * events in it are. Either way little is read; Postgres cannot tell the two apart beforehand, because it knows nothing of how many
 * points lie in a circle.
 */
export const trendingSql = (near: Near | null, first: number, now: Date): Prisma.Sql => {
  const hot = Prisma.sql`p.heat > ${coldAt(now)}::float8 AND s.ends_at > ${now}`;
  const best = Prisma.sql`ORDER BY p.heat DESC, p.event_id LIMIT ${first}`;
  const found = Prisma.sql`SELECT s.event_id AS id, ${kilometresFrom(near)} AS "distanceKm" FROM event_popularity p JOIN event_search s USING (event_id)`;
  if (!near) return Prisma.sql`${found} WHERE ${hot} ${best}`;
  return Prisma.sql`
    WITH here AS MATERIALIZED (SELECT s.event_id FROM event_search s WHERE ${within(near)} AND s.ends_at > ${now} LIMIT ${CROWDED}),
      size AS MATERIALIZED (SELECT count(*) = ${CROWDED} AS crowded FROM here)
    (${found} JOIN here USING (event_id) WHERE ${hot} AND NOT (SELECT crowded FROM size) ${best})
    UNION ALL (${found} WHERE ${hot} AND (SELECT crowded FROM size) AND ${metresFrom(near)} <= ${near.radiusKm * 1000}::float8 ${best})`;
};

/** Of each series the next one alone. */
const nextOfSeries = (now: Date) => Prisma.sql`(s.series_id IS NULL OR NOT EXISTS (
  SELECT 1 FROM event_search n WHERE n.series_id = s.series_id AND n.ends_at > ${now} AND (n.starts_at, n.event_id) < (s.starts_at, s.event_id)))`;

const hottest = (now: Date) => Prisma.sql`
  (SELECT s.event_id FROM event_popularity p JOIN event_search s USING (event_id)
    WHERE p.heat > ${coldAt(now)}::float8 AND s.ends_at > ${now} ORDER BY p.heat DESC, p.event_id LIMIT ${MOST_OF_EACH})`;

const next = (now: Date) => Prisma.sql`
  (SELECT s.event_id FROM event_search s WHERE s.starts_at > ${now} AND ${nextOfSeries(now)}
    ORDER BY s.starts_at, s.event_id LIMIT ${MOST_OF_EACH})`;

/** Each source reads one index in its order, and only so far. */
function sourcesFor({ categorySlugs, tags, home }: FeedReader, now: Date): Prisma.Sql[] {
  const liked = Prisma.sql`
    (SELECT each.event_id FROM unnest(${categorySlugs}::text[]) AS liked(slug) CROSS JOIN LATERAL (
      SELECT s.event_id FROM event_search s WHERE s.category_slug = liked.slug AND s.ends_at > ${now} AND ${nextOfSeries(now)}
      ORDER BY s.starts_at, s.event_id LIMIT ${MOST_OF_CATEGORY}) each)`;
  const tagged = Prisma.sql`
    (SELECT s.event_id FROM event_search s WHERE s.tags && ${tags}::text[] AND s.ends_at > ${now} AND ${nextOfSeries(now)}
      ORDER BY s.starts_at, s.event_id LIMIT ${MOST_OF_EACH})`;
  const nearest =
    home &&
    Prisma.sql`
    (SELECT s.event_id FROM event_search s
      WHERE s.place IS NOT NULL AND s.ends_at > ${now} AND s.starts_at < ${now}::timestamptz + ${SOON_DAYS} * interval '1 day'
        AND ${nextOfSeries(now)}
      ORDER BY ${chordTo(home)} LIMIT ${MOST_OF_EACH})`;
  const befriended = Prisma.sql`
    (SELECT f.event_id FROM friends_going f JOIN event_search s USING (event_id) WHERE s.ends_at > ${now}
      ORDER BY f.friends DESC, f.event_id LIMIT ${MOST_OF_EACH})`;
  return [...(categorySlugs.length > 0 ? [liked] : []), ...(tags.length > 0 ? [tagged] : []), ...(nearest ? [nearest] : []), befriended];
}

/** How many of the reader's friends are going, of those who let friends see it. */
const friendsGoing = ({ userId }: FeedReader) => Prisma.sql`
  SELECT a.event_id, count(*)::int AS friends
  FROM (SELECT other_id FROM person_edges WHERE user_id = ${userId}::uuid GROUP BY other_id HAVING bool_or(friends) AND NOT bool_or(blocked)) friend
  JOIN attendances a ON a.user_id = friend.other_id AND a.status = 'GOING' AND a.visibility IN ('PUBLIC', 'FRIENDS')
  GROUP BY a.event_id`;

/** Not the reader's own, not dealt with, and not by somebody with whom one has blocked the other. */
const mayInterest = ({ userId }: FeedReader) => Prisma.sql`s.creator_id <> ${userId}::uuid
  AND NOT EXISTS (SELECT 1 FROM swipes w WHERE w.user_id = ${userId}::uuid AND w.event_id = s.event_id AND w.direction IN ('LEFT', 'RIGHT'))
  AND NOT EXISTS (SELECT 1 FROM attendances a
    WHERE a.user_id = ${userId}::uuid AND a.event_id = s.event_id AND a.status IN ('GOING', 'WAITLISTED', 'NOT_GOING'))
  AND NOT EXISTS (SELECT 1 FROM person_edges b WHERE b.user_id = ${userId}::uuid AND b.other_id = s.creator_id AND b.blocked)`;
