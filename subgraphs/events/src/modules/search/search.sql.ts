import { Prisma } from '../../generated/prisma/client';
import type { Meant } from '../meaning/meaning-model.kept';
import { nearness } from '../meaning/meaning.sql';
import { DRAWN_BY, DRAWN_TO } from '../rating/rating';
import { EVENT_BADGES } from './badges';
import { chordTo, kilometresFrom, metresFrom } from './place.sql';
import { inTitle, type WeighedGroup } from './query-plan';
import { folded } from './query-words';
import { conditions, partConditions, partsOf, spanOf, type Asked, type Meaning } from './search-conditions.sql';

/** How finds are chosen and sorted. LOOSE is RELEVANCE for a query of which nothing meets every part. */
const ORDERS = ['RELEVANCE', 'LOOSE', 'SOONEST', 'NEAREST', 'NEWEST', 'POPULAR', 'RATED'] as const;
export type FindOrder = (typeof ORDERS)[number];

export const isFindOrder = (order: string): order is FindOrder => (ORDERS as readonly string[]).includes(order);

export interface Finding extends Asked {
  order: FindOrder;
}

export interface Found {
  id: string;
  /**
   * By what it is sorted, ascending: negative points, milliseconds since 1970, or metres straight through the earth. Whole numbers, or a
   * double as the database has it, so that a cursor holds it exactly.
   */
  key: number;
  distanceKm: number | null;
}

/** So many finds are ranked, those that start first: what is asked in words that are everywhere is not sorted whole. */
export const MOST_RANKED = 1_000;

/** One page: up to `limit` finds after `from`. Statements over event_search alone, which holds nothing that is not public. */
export function pageSql(finding: Finding, { limit, from }: { limit: number; from: { key: number; id: string } | null }): Prisma.Sql {
  const { filter, order, meaning } = finding;
  const distance = kilometresFrom(filter.near ?? meaning?.understood.place?.circle ?? null);
  // Both are sorted by what an index is sorted by: it is read in its order, and only as far as the page goes.
  if (order === 'SOONEST') {
    const beyond = from ? Prisma.sql`AND (s.starts_at, s.event_id) > (${new Date(from.key)}::timestamptz, ${from.id}::uuid)` : Prisma.empty;
    return Prisma.sql`
      SELECT s.event_id AS id, (extract(epoch FROM s.starts_at) * 1000)::float8 AS key, ${distance} AS "distanceKm"
      FROM ${soonest(finding, Prisma.sql`s.event_id, s.starts_at, s.place`, limit, beyond)} s ORDER BY s.starts_at, s.event_id`;
  }
  if (order === 'NEAREST') {
    const far = chordTo(filter.near!);
    const beyond = from ? Prisma.sql`AND (${far}, s.event_id) > (${from.key}::float8, ${from.id}::uuid)` : Prisma.empty;
    return Prisma.sql`
      SELECT s.event_id AS id, ${far} AS key, ${distance} AS "distanceKm"
      FROM event_search s WHERE ${conditions(finding)} ${beyond} ORDER BY ${far}, s.event_id LIMIT ${limit}`;
  }
  if (order === 'NEWEST') {
    const since = Prisma.sql`n.published_at`;
    const beyond = from ? Prisma.sql`AND (n.published_at, n.id) < (${new Date(-from.key)}::timestamptz, ${from.id}::uuid)` : Prisma.empty;
    return Prisma.sql`
      SELECT s.event_id AS id, -(extract(epoch FROM ${since}) * 1000)::float8 AS key, ${distance} AS "distanceKm"
      FROM events n JOIN event_search s ON s.event_id = n.id
      WHERE n.status = 'PUBLISHED' AND n.visibility = 'PUBLIC' AND ${conditions(finding)} ${beyond}
      ORDER BY n.published_at DESC, n.id DESC LIMIT ${limit}`;
  }
  const beyond = from ? Prisma.sql`WHERE (f.key, f.id) > (${from.key}::float8, ${from.id}::uuid)` : Prisma.empty;
  const found = Prisma.sql`
    WITH s AS MATERIALIZED (SELECT * FROM ${soonest(finding, RANKED_BY, MOST_RANKED)} s),
    found AS (
      SELECT s.event_id AS id, -(${order === 'POPULAR' ? GOING : order === 'RATED' ? RATED : pointsOf(meaning!)})::float8 AS key, ${distance} AS "distanceKm" FROM s)`;
  const about = order === 'RELEVANCE' || order === 'LOOSE' ? (meaning?.about ?? null) : null;
  return Prisma.sql`${found} SELECT f.id, f.key, f."distanceKm" FROM ${about ? sortedAnew(about) : Prisma.sql`found f`} ${beyond} ORDER BY f.key, f.id LIMIT ${limit}`;
}

const RANKED_BY = Prisma.sql`s.event_id, s.folded_title, s.document, s.starts_at, s.ends_at, s.price_bucket, s.place, s.venue_id, s.creator_id`;

/** As many finds as are wanted, those that start first. */
function soonest(finding: Finding, columns: Prisma.Sql, limit: number, beyond: Prisma.Sql = Prisma.empty): Prisma.Sql {
  const first = Prisma.sql`ORDER BY s.starts_at, s.event_id LIMIT ${limit}`;
  const rows = (part: Prisma.Sql) =>
    Prisma.sql`(SELECT ${columns} FROM event_search s WHERE ${conditions(finding)} ${part} ${beyond} ${first})`;
  const span = spanOf(finding);
  if (!span) return rows(Prisma.empty);
  const [starting, running] = partsOf(span);
  return Prisma.sql`(SELECT * FROM (${rows(Prisma.sql`AND ${running}`)} UNION ALL ${rows(Prisma.sql`AND ${starting}`)}) s ${first})`;
}

/** So many of the best by their words are sorted anew by what they are about, too; all others stay behind them. */
const SORTED_ANEW = 100;
/** The first place is worth 1, the sixth half of it; half as much is what is wholly alike. Tuned by `eval:search`. */
const HALVED_AT = 5;
const ALIKE = 0.5;
/** More than anything is worth by its words. */
const BEFORE_ALL = 1e12;

const sortedAnew = (about: Meant): Prisma.Sql => Prisma.sql`(
  SELECT best.id, best."distanceKm", -(${BEFORE_ALL}::float8 + round(1e6 * (
    ${HALVED_AT}::float8 / (best.at - 1 + ${HALVED_AT}) + ${ALIKE}::float8 * ${nearness(Prisma.sql`best.id`, about)}))) AS key
  FROM (SELECT id, "distanceKm", row_number() OVER (ORDER BY key, id) AS at FROM found ORDER BY key, id LIMIT ${SORTED_ANEW}) best
  UNION ALL (SELECT id, "distanceKm", key FROM found ORDER BY key, id OFFSET ${SORTED_ANEW})) f`;

/** In millionths of points, as those of what an event is worth beside its words (standing_points). */
const WORDS = 3e6;
const IN_ORDER = 5e5;
const IN_ORDER_IN_TITLE = 1e6;
const CALLED_SO = 2e6;
const LIKE_THE_TITLE = 4e5;
const STARTS_THEN = 1e6;
const MEETS_A_PART = 1e6;
const IS_THERE = 5e5;
/** Of what is asked near somebody: at the very place; two thirds less with each such distance (metres) more. */
const IS_NEAR = 3e6;
const WALK = 1_500;
/** Between equals, what starts first. */
const A_DAY = 10;
const BEGINNING_OF_DAYS = new Date('2020-01-01T00:00:00Z');

/** How good a row `s` of the finds is; a whole number that holds no time of day, so that the next page sorts as this one did. */
function pointsOf({ understood, plan, loose }: Meaning): Prisma.Sql {
  const { inOrder, name } = plan;
  const terms: Prisma.Sql[] = [wordPoints([...plan.wanted, ...plan.required])];
  const when = (condition: Prisma.Sql, points: number) => terms.push(Prisma.sql`CASE WHEN ${condition} THEN ${points}::float8 ELSE 0 END`);
  if (inOrder) {
    when(Prisma.sql`s.document @@ ${inOrder}::tsquery`, IN_ORDER);
    when(Prisma.sql`s.document @@ ${inTitle(inOrder)}::tsquery`, IN_ORDER_IN_TITLE);
  }
  if (name) when(Prisma.sql`s.document @@ ${name}::tsquery`, CALLED_SO);
  if (understood.name.length > 0)
    terms.push(
      Prisma.sql`${LIKE_THE_TITLE}::float8 * (word_similarity(search_fold(${understood.name.join(' ')}), s.folded_title) + 0.5 * similarity(search_fold(${understood.name.join(' ')}), s.folded_title))`,
    );
  if (understood.dates) when(Prisma.sql`s.starts_at >= ${understood.dates.from} AND s.starts_at < ${understood.dates.to}`, STARTS_THEN);
  if (understood.place?.kind === 'VENUE')
    when(Prisma.sql`s.venue_id IN (SELECT v.id FROM venues v WHERE search_name(v.name) = ${folded(understood.place.name)})`, IS_THERE);
  if (understood.place?.kind === 'NEAR_ME' && understood.place.circle)
    terms.push(Prisma.sql`coalesce(${IS_NEAR}::float8 * exp(-${metresFrom(understood.place.circle)} / ${WALK}::float8), 0)`);
  if (loose) for (const part of partConditions(understood)) when(part, MEETS_A_PART);
  return Prisma.sql`round(${Prisma.join(terms, ' + ')}) + ${STANDING} - ${A_DAY} * ${EARLIER}`;
}

/** The mean over the groups, by their weights; what has only to do with a group counts half. */
function wordPoints(groups: readonly WeighedGroup[]): Prisma.Sql {
  if (groups.length === 0) return Prisma.sql`0::float8`;
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const rank = (question: string) => (question ? Prisma.sql`search_rank(s.document, ${question}::tsquery)` : Prisma.sql`0`);
  const each = groups.map(
    ({ strong, related, weight }) => Prisma.sql`${(WORDS * weight) / total}::float8 * greatest(${rank(strong)}, 0.5 * ${rank(related)})`,
  );
  return Prisma.join(each, ' + ');
}

/** Between equals, what starts on an earlier day: all days there are, are less than one of what is counted. */
const EARLIER = Prisma.sql`extract(day FROM s.starts_at - ${BEGINNING_OF_DAYS}::timestamptz)`;

const GOING = Prisma.sql`coalesce((SELECT p.attending FROM event_popularity p WHERE p.event_id = s.event_id), 0) * 1e7 - ${EARLIER}`;

/** How its organiser is rated, 1 to 5; as the module `rating` reckons it. */
const RATING = Prisma.sql`coalesce((SELECT (${DRAWN_BY * DRAWN_TO}::float8 + r.rated_sum) / (${DRAWN_BY}::float8 + r.review_count)
  FROM organizer_ratings r WHERE r.owner_id = (SELECT coalesce(e.organization_id, e.creator_id) FROM events e WHERE e.id = s.event_id)), ${DRAWN_TO}::float8)`;

const RATED = Prisma.sql`round(${RATING} * 1e4) * 1e7 - ${EARLIER}`;

/** 0 to 100. */
const REPUTATION = Prisma.sql`coalesce((SELECT p.reputation FROM people p WHERE p.id = s.creator_id), 0)`;

/** What curators say, 0.55 of it, and which of the badges it has; half of the one and none of the other where nobody has said anything. */
const JUDGED = Prisma.sql`coalesce((SELECT 0.55 * coalesce(t.quality_score, 0.5) + 0.05 * cardinality(t.badges) / ${EVENT_BADGES.length}
  FROM event_standings t WHERE t.event_id = s.event_id), 0.275)`;

/**
 * What an event is worth beside its words. Its quality is what curators say, its badges, how its organiser is rated and what they are reputed
 * for. Looked up for each find, so that the price grows with what is found and not with all there is.
 */
const STANDING = Prisma.sql`standing_points(
  ${JUDGED} + 0.25 * (${RATING} - 1) / 4 + 0.15 * ${REPUTATION} / 100,
  (SELECT p.attending FROM event_popularity p WHERE p.event_id = s.event_id))`;
