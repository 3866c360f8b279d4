import { Prisma } from '../../generated/prisma/client';
import { eitherOf, type QueryPlan, type WeighedGroup } from './query-plan';
import { answersOfFriends } from '../person/friends.sql';
import type { Meant } from '../meaning/meaning-model.kept';
import { inBox, within, type AreaBy } from './place.sql';
import type { Search } from './search.input';
import { WEEKDAYS } from './weekdays';
import type { Understanding } from './query-meaning';

/** What a query means, and how the index is asked for it. `loose`: parts that cannot all be met only decide the order. */
export interface Meaning {
  understood: Understanding;
  plan: QueryPlan;
  loose: boolean;
  /** What it is about; null where nothing was learned of its words. */
  about: Meant | null;
  /** Only what does not meet every part. */
  beyond?: boolean;
}

export interface Asked {
  meaning: Meaning | null;
  filter: Search['filter'];
  now: Date;
  /** Who asks; null for visitors. */
  viewerId: string | null;
  /** By its index, unless it is said. */
  areaBy?: AreaBy;
}

/** One event in so many stands for all of them where more are found than are counted. */
export const SAMPLE_OF = 32;
/** Row `s` is one of them: by the last byte of its id, or of its series', which are in it whole or not at all. As indexes of the sample have it. */
export const SAMPLED = Prisma.sql`get_byte(uuid_send(coalesce(s.series_id, s.event_id)), 15) < 8`;

export const has = (question: string): Prisma.Sql => Prisma.sql`s.document @@ ${question}::tsquery`;
const joinAnd = (all: readonly Prisma.Sql[]): Prisma.Sql => (all.length > 0 ? Prisma.join([...all], ' AND ') : Prisma.sql`TRUE`);

/** Everything that must hold of a row `s` of event_search; of each series the next one that fits, unless every one is wanted. */
export function conditions(asked: Asked): Prisma.Sql {
  const fits = fitting(asked);
  if (asked.filter.collapseSeries === false) return fits;
  // The same conditions on the earlier ones of its series, under the same name `s`, which is why the outer row has another name between.
  return Prisma.sql`${fits} AND (s.series_id IS NULL OR NOT EXISTS (
    SELECT 1 FROM (SELECT s.series_id AS series, s.starts_at AS at, s.event_id AS id) mine CROSS JOIN LATERAL (
      SELECT 1 FROM event_search s WHERE s.series_id = mine.series AND (s.starts_at, s.event_id) < (mine.at, mine.id) AND ${fits} LIMIT 1) earlier))`;
}

const fitting = (asked: Asked): Prisma.Sql =>
  joinAnd([conditionsBesideFacets(asked), ...Object.values(facetConditions(asked.filter)).filter((condition) => condition !== ALWAYS)]);

/** The same of every one of a series, and without what may be chosen among the values of a facet. */
export function conditionsBesideFacets({ meaning, filter, now, viewerId, areaBy }: Asked): Prisma.Sql {
  const all = [Prisma.sql`s.ends_at > ${now}`, ...areaConditions(filter, areaBy), ...filterConditions(filter)];
  if (filter.friendsGoing) all.push(friendsGo(viewerId));
  if (meaning) all.push(meaningCondition(meaning));
  return joinAnd(all);
}

/** None of visitors, who have no friends here. */
const friendsGo = (viewerId: string | null): Prisma.Sql =>
  viewerId === null ? Prisma.sql`FALSE` : Prisma.sql`s.event_id IN (SELECT a.event_id FROM ${answersOfFriends(viewerId)})`;

const ALWAYS = Prisma.sql`TRUE`;

/** What was chosen among the values of facets of which any may hold. */
export function facetConditions({
  categorySlugs,
  format,
  free,
  priceBucket,
}: Search['filter']): Record<'CATEGORY' | 'FORMAT' | 'PRICE', Prisma.Sql> {
  const price: Prisma.Sql[] = [];
  if (free != null) price.push(free ? Prisma.sql`s.price_bucket = 'FREE'` : Prisma.sql`s.price_bucket <> 'FREE'`);
  if (priceBucket.length > 0) price.push(Prisma.sql`s.price_bucket = ANY(${priceBucket}::text[])`);
  return {
    CATEGORY: categorySlugs.length > 0 ? Prisma.sql`s.category_slug = ANY(${categorySlugs}::text[])` : ALWAYS,
    FORMAT: format ? Prisma.sql`s.format = ${format}::event_format` : ALWAYS,
    PRICE: price.length > 0 ? joinAnd(price) : ALWAYS,
  };
}

function meaningCondition({ understood, plan, loose, beyond }: Meaning): Prisma.Sql {
  const { name, forbidden } = plan;
  const strict = loose ? looseCondition(plan) : joinAnd([...wordConditions(plan), ...partConditions(understood)]);
  const met = loose && beyond ? [Prisma.sql`NOT (${joinAnd([...wordConditions(plan), ...partConditions(understood)])})`] : [];
  const not = forbidden.map((question) => Prisma.sql`NOT ${has(question)}`);
  return joinAnd([name ? Prisma.sql`((${strict}) OR ${has(name)})` : Prisma.sql`(${strict})`, ...met, ...not]);
}

function wordConditions({ wanted, enough, candidates, required, phrases, sufficient }: QueryPlan): Prisma.Sql[] {
  const all = [...required.map((group) => has(eitherOf(group))), ...phrases.map(has)];
  if (sufficient) return [...all, has(sufficient)];
  if (candidates) all.push(has(candidates));
  // One group alone is what its question finds.
  if (wanted.length > 1) all.push(Prisma.sql`${Prisma.join(wanted.map(weightWhere), ' + ')} >= ${enough}::float8`);
  return all;
}

const weightWhere = (group: WeighedGroup) => Prisma.sql`CASE WHEN ${has(eitherOf(group))} THEN ${group.weight}::float8 ELSE 0 END`;

/** Any of its words; anything, when no words are left. */
function looseCondition({ wanted, required, phrases }: QueryPlan): Prisma.Sql {
  const any = [...wanted.map(eitherOf), ...required.map(eitherOf), ...phrases];
  return any.length > 0 ? has(any.map((question) => `(${question})`).join(' | ')) : Prisma.sql`TRUE`;
}

/** Days, price, place, organiser and performer, each one condition. */
export function partConditions({ dates, price, place, organizer, performer }: Understanding): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (dates) all.push(overlaps(dates));
  if (price) all.push(costsAtMost(price.under));
  if (place) {
    const called = place.called.length > 0 ? [Prisma.sql`s.document @@ search_question(${place.called}::text[])`] : [];
    const around = place.circle ? [Prisma.sql`(${within(place.circle)})`] : [];
    all.push(Prisma.sql`(${Prisma.join([...around, ...called], ' OR ')})`);
  }
  if (organizer) all.push(Prisma.sql`s.document @@ search_question(${[organizer.words]}::text[])`);
  if (performer) all.push(Prisma.sql`s.document @@ search_question(${[performer.words]}::text[])`);
  return all;
}

const overlaps = ({ from, to }: TimeSpan): Prisma.Sql => Prisma.sql`tstzrange(s.starts_at, s.ends_at) && tstzrange(${from}, ${to})`;

interface TimeSpan {
  from: Date;
  to: Date;
}

/** The span that finds must run in at some time; null without one. */
export const spanOf = ({ filter, meaning }: Asked): TimeSpan | null =>
  filter.on ?? (meaning && !meaning.loose && !meaning.plan.name ? meaning.understood.dates : null) ?? null;

/**
 * What runs in a span, in two parts that are each found by an index: what starts in it, and what was running when it began. The index of
 * starts alone would be read from the beginning, past all that is over by then.
 */
export const partsOf = ({ from, to }: TimeSpan): [Prisma.Sql, Prisma.Sql] => [
  Prisma.sql`s.starts_at >= ${from} AND s.starts_at < ${to}`,
  Prisma.sql`s.starts_at < ${from} AND tstzrange(s.starts_at, s.ends_at) @> ${from}::timestamptz`,
];

/** In the event's own currency. */
const costsAtMost = (most: number): Prisma.Sql =>
  most === 0
    ? Prisma.sql`s.price_bucket = 'FREE'`
    : Prisma.sql`(s.price_bucket = 'FREE' OR EXISTS (SELECT 1 FROM events p
        WHERE p.id = s.event_id AND p.price_min <= ${most}::bigint * minor_units(p.price_currency)))`;

/** Where the filter says it is to be. */
export const areaConditions = ({ near, within: box }: Search['filter'], by?: AreaBy): Prisma.Sql[] => [
  ...(near ? [within(near, by)] : []),
  ...(box ? [inBox(box, by)] : []),
];

function filterConditions(filter: Search['filter']): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (filter.venueId)
    all.push(Prisma.sql`s.venue_id = (SELECT coalesce(p.merged_into, p.id) FROM venues p WHERE p.id = ${filter.venueId}::uuid)`);
  if (filter.city) all.push(Prisma.sql`s.venue_id IN (SELECT v.id FROM venues v WHERE search_fold(v.city) = search_fold(${filter.city}))`);
  if (filter.creatorId) all.push(Prisma.sql`s.creator_id = ${filter.creatorId}::uuid`);
  if (filter.organizationId)
    all.push(Prisma.sql`s.event_id IN (SELECT o.id FROM events o WHERE o.organization_id = ${filter.organizationId}::uuid)`);
  if (filter.badges.length > 0)
    all.push(Prisma.sql`s.event_id IN (SELECT b.event_id FROM event_standings b WHERE b.badges @> ${filter.badges}::text[])`);
  if (filter.performer)
    all.push(
      Prisma.sql`s.event_id IN (SELECT o.id FROM events o WHERE o.performers <> '[]' AND performer_names(o.performers) @> ARRAY[performer_name(${filter.performer})])`,
    );
  if (filter.tags.length > 0) all.push(Prisma.sql`s.tags @> ${filter.tags}::text[]`);
  if (filter.startsAfter) all.push(Prisma.sql`s.starts_at >= ${filter.startsAfter}`);
  if (filter.startsBefore) all.push(Prisma.sql`s.starts_at < ${filter.startsBefore}`);
  if (filter.on) all.push(overlaps(filter.on));
  if (filter.hasPlaces != null) {
    // The sale as it is, not as a copy remembers it.
    const left = Prisma.sql`EXISTS (SELECT 1 FROM attendance_counts c WHERE c.event_id = s.event_id AND (c.capacity IS NULL OR c.going + c.offered < c.capacity))`;
    all.push(filter.hasPlaces ? left : Prisma.sql`NOT ${left}`);
  }
  const details = detailConditions(filter);
  // A value and no EXISTS, which would become a join that reads all events.
  if (details.length > 0) all.push(Prisma.sql`(SELECT ${joinAnd(details)} FROM events d WHERE d.id = s.event_id)`);
  return all;
}

/** From which hour on, and before which, on the clock where it takes place; as timeOfDay (feed-wishes.ts) has it. */
const HOURS = { MORNING: [5, 12], AFTERNOON: [12, 17], EVENING: [17, 22], NIGHT: [22, 5] } as const;

function startsAtTime(time: keyof typeof HOURS): Prisma.Sql {
  const [from, until] = HOURS[time];
  const hour = Prisma.sql`extract(hour FROM d.starts_at AT TIME ZONE d.timezone)`;
  return from < until ? Prisma.sql`(${hour} >= ${from} AND ${hour} < ${until})` : Prisma.sql`(${hour} >= ${from} OR ${hour} < ${until})`;
}

/** Of the event itself: few ask for them, and those that other conditions leave are looked up one by one. */
function detailConditions({ accessibility, age, petsAllowed, outdoors, language, ...when }: Search['filter']): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (accessibility.length > 0) all.push(Prisma.sql`d.accessibility @> ${accessibility}::text[]`);
  if (age != null) all.push(Prisma.sql`coalesce(d.min_age, 0) <= ${age} AND coalesce(d.max_age, 120) >= ${age}`);
  if (petsAllowed != null) all.push(Prisma.sql`d.pets_allowed = ${petsAllowed}`);
  if (outdoors != null) all.push(Prisma.sql`d.outdoors = ${outdoors}`);
  const { neighbourhood, weekdays, timesOfDay } = when;
  if (neighbourhood) all.push(Prisma.sql`search_fold(d.neighbourhood) = search_fold(${neighbourhood})`);
  if (weekdays.length > 0) {
    const numbers = weekdays.map((day) => WEEKDAYS.indexOf(day) + 1);
    all.push(Prisma.sql`extract(isodow FROM d.starts_at AT TIME ZONE d.timezone)::int = ANY(${numbers}::int[])`);
  }
  if (timesOfDay.length > 0) all.push(Prisma.sql`(${Prisma.join(timesOfDay.map(startsAtTime), ' OR ')})`);
  if (language != null) {
    const wanted = language.toLowerCase();
    all.push(
      Prisma.sql`EXISTS (SELECT 1 FROM unnest(d.languages) AS l(tag) WHERE lower(l.tag) = ${wanted} OR lower(l.tag) LIKE ${`${wanted}-%`})`,
    );
  }
  return all;
}
