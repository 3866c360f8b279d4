import { Prisma } from '../../generated/prisma/client';
import { answersOfFriends } from '../person/friends.sql';
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
  /** Events that they chose, the latest first. */
  chosenIds: string[];
  /** Words of what they like, the most telling first. */
  words: string[];
  /** Events that people choose who choose alike. */
  alikeIds: string[];
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
  title: string;
  description: string;
  /** People who chose something that the reader chose, and chose this, too. */
  peers: number;
  heat: number | null;
  timezone: string;
  priceType: string;
  /** Lowest, in minor units. */
  priceMin: number | null;
  priceCurrency: string | null;
  latitude: number | null;
  longitude: number | null;
  /** How well its place is reached by public transport, 1 to 10; null or absent: not known. The stops are no matter of the database. */
  transit?: number | null;
}

const MOST_OF_EACH = 100;
const MOST_OF_CATEGORY = 30;
const SOON_DAYS = 30;
/** So much of a description is read. */
const DESCRIBED = 300;
/** Of so many events that the reader chose, so many people each who chose them, too. */
const MOST_CHOSEN = 30;
const MOST_PEERS_OF_EACH = 100;
/** Of what they chose so much is looked at, what most of them chose first: most of it is over. */
const MOST_OF_PEERS = 1_000;

/** Some hundred events that are worth ranking: what is hot and what starts next, and for a reader what may fit them. */
export function candidatesSql(reader: FeedReader | null, now: Date): Prisma.Sql {
  const sources = [hottest(now), next(now), ...(reader ? sourcesFor(reader, now) : [])];
  const metres = reader?.home ? metresFrom(reader.home) : Prisma.sql`NULL::float8`;
  return Prisma.sql`
    WITH friends_going AS (${reader ? friendsGoing(reader) : Prisma.sql`SELECT NULL::uuid AS event_id, 0 AS friends WHERE FALSE`}),
    peers_choices AS MATERIALIZED (${reader && reader.chosenIds.length > 0 ? peersChoices(reader) : Prisma.sql`SELECT NULL::uuid AS event_id, 0 AS peers WHERE FALSE`})
    SELECT s.event_id AS id, s.creator_id AS "creatorId", s.category_slug AS "categorySlug", s.tags, s.starts_at AS "startsAt",
      ${metres} AS metres, coalesce(f.friends, 0) AS "friendsGoing", e.title, left(e.description, ${DESCRIBED}) AS description,
      coalesce(q.peers, 0) AS peers,
      (SELECT p.heat FROM event_popularity p WHERE p.event_id = s.event_id) AS heat,
      e.timezone, e.price_type::text AS "priceType", e.price_min::float8 AS "priceMin", e.price_currency AS "priceCurrency",
      latitude(s.place) AS latitude, longitude(s.place) AS longitude
    FROM (${Prisma.join(sources, ' UNION ')}) picked
    JOIN event_search s USING (event_id)
    JOIN events e ON e.id = s.event_id
    LEFT JOIN friends_going f USING (event_id)
    LEFT JOIN peers_choices q USING (event_id)
    WHERE s.ends_at > ${now} AND ${nextOfSeries(now)} AND ${reader ? mayInterest(reader) : Prisma.sql`TRUE`}`;
}

/** Events that the reader has had to do with since then, when, and whether they are not to be shown again. */
export const dealtWithSql = (userId: string, since: Date): Prisma.Sql => Prisma.sql`
  SELECT event_id AS id, direction IN ('LEFT', 'RIGHT', 'UP') AS "isGone", swiped_at AS at FROM swipes WHERE user_id = ${userId}::uuid AND swiped_at >= ${since}
  UNION ALL SELECT event_id, status IN ('GOING', 'WAITLISTED', 'NOT_GOING'), updated_at FROM attendances
  WHERE user_id = ${userId}::uuid AND updated_at >= ${since}`;

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
function sourcesFor({ categorySlugs, tags, home, words, alikeIds, chosenIds }: FeedReader, now: Date): Prisma.Sql[] {
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
  const worded = Prisma.sql`
    (SELECT DISTINCT w.event_id FROM unnest(${words}::text[]) AS liked(word) CROSS JOIN LATERAL events_with_word(liked.word, ${now}) w
      JOIN event_search s USING (event_id) WHERE ${nextOfSeries(now)})`;
  const alike = Prisma.sql`
    (SELECT s.event_id FROM event_search s WHERE s.event_id = ANY (${alikeIds}::uuid[]) AND s.ends_at > ${now} AND ${nextOfSeries(now)})`;
  const ofPeers = Prisma.sql`
    (SELECT q.event_id FROM (SELECT * FROM peers_choices ORDER BY peers DESC, event_id LIMIT ${MOST_OF_PEERS}) q
      JOIN event_search s USING (event_id) WHERE s.ends_at > ${now} ORDER BY q.peers DESC, q.event_id LIMIT ${MOST_OF_EACH})`;
  const befriended = Prisma.sql`
    (SELECT f.event_id FROM friends_going f JOIN event_search s USING (event_id) WHERE s.ends_at > ${now}
      ORDER BY f.friends DESC, f.event_id LIMIT ${MOST_OF_EACH})`;
  return [
    ...(categorySlugs.length > 0 ? [liked] : []),
    ...(tags.length > 0 ? [tagged] : []),
    ...(nearest ? [nearest] : []),
    ...(words.length > 0 ? [worded] : []),
    ...(alikeIds.length > 0 ? [alike] : []),
    ...(chosenIds.length > 0 ? [ofPeers] : []),
    befriended,
  ];
}

/** How many of the reader's friends are going, of those who let friends see it. */
const friendsGoing = ({ userId }: FeedReader) => Prisma.sql`
  SELECT a.event_id, count(*)::int AS friends FROM ${answersOfFriends(userId)} GROUP BY a.event_id`;

/** Of people who chose what the reader chose, and let it be learned from them: how many of them chose what else. */
const peersChoices = ({ userId, chosenIds }: FeedReader) => Prisma.sql`
  WITH peers AS (
    SELECT p.user_id FROM unnest(${chosenIds.slice(0, MOST_CHOSEN)}::uuid[]) AS mine(event_id) CROSS JOIN LATERAL (
      (SELECT a.user_id FROM attendances a WHERE a.event_id = mine.event_id AND a.status IN ('GOING', 'INTERESTED', 'MAYBE', 'WAITLISTED')
        ORDER BY a.status, a.updated_at DESC, a.id LIMIT ${MOST_PEERS_OF_EACH})
      UNION (SELECT w.user_id FROM swipes w WHERE w.event_id = mine.event_id AND w.direction IN ('RIGHT', 'UP', 'DOWN')
        ORDER BY w.direction, w.user_id LIMIT ${MOST_PEERS_OF_EACH})) p
    WHERE p.user_id <> ${userId}::uuid
      AND NOT EXISTS (SELECT 1 FROM personalization_choices c WHERE c.user_id = p.user_id AND NOT c.enabled)
    GROUP BY p.user_id ORDER BY count(*) DESC, p.user_id LIMIT ${MOST_PEERS_OF_EACH}
  )
  SELECT event_id, count(DISTINCT user_id)::int AS peers FROM (
    SELECT a.user_id, a.event_id FROM peers JOIN attendances a USING (user_id) WHERE a.status IN ('GOING', 'INTERESTED', 'MAYBE', 'WAITLISTED')
    UNION ALL SELECT w.user_id, w.event_id FROM peers JOIN swipes w USING (user_id) WHERE w.direction IN ('RIGHT', 'UP', 'DOWN')
  ) theirs GROUP BY event_id`;

/** Not the reader's own, not dealt with, and not by somebody with whom one has blocked the other. */
const mayInterest = ({ userId }: FeedReader) => Prisma.sql`s.creator_id <> ${userId}::uuid
  AND NOT EXISTS (SELECT 1 FROM swipes w WHERE w.user_id = ${userId}::uuid AND w.event_id = s.event_id AND w.direction IN ('LEFT', 'RIGHT', 'UP'))
  AND NOT EXISTS (SELECT 1 FROM attendances a
    WHERE a.user_id = ${userId}::uuid AND a.event_id = s.event_id AND a.status IN ('GOING', 'WAITLISTED', 'NOT_GOING'))
  AND NOT EXISTS (SELECT 1 FROM person_edges b WHERE b.user_id = ${userId}::uuid AND b.other_id = s.creator_id AND b.blocked)`;
