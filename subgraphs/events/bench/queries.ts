import { createHash, randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { LARGE_WORLD_NOW, type Size } from './large-world';
import { ADJECTIVES, CITIES, FORMATS, NOUNS, PROSE, TAGS } from './words';

/** One kind of question, asked again and again with other values. */
export interface BenchQuery {
  name: string;
  query: string;
  variables(n: number): Record<string, unknown>;
  viewer?(n: number): Viewer | null;
  /** Indexes without which the answer would not be found fast. */
  uses: readonly string[];
  /** Tables of which so large a part is asked for that reading them row by row is right. */
  mayScan?: readonly string[];
}

const id = (name: string) =>
  createHash('md5')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const nth = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const near = (n: number, radiusKm: number) => {
  const [, latitude, longitude] = nth(CITIES, n % 3 ? 0 : n);
  return { latitude: latitude + (n % 7) * 0.01, longitude, radiusKm };
};
const inDays = (days: number) => new Date(LARGE_WORLD_NOW.getTime() + days * 86_400_000).toISOString();
const phrase = (n: number) => `${nth(ADJECTIVES, n)} ${nth(FORMATS, n * 7)}`.toLowerCase();

const NODES = 'nodes { id title startsAt distanceKm venue { name city } attendanceCounts { going available } }';
const SEARCH = `query ($query: String, $filter: EventFilter, $orderBy: EventOrder) {
  searchEvents(query: $query, filter: $filter, orderBy: $orderBy) { ${NODES} facets { field values { value count } } totalCount pageInfo { hasNextPage endCursor } } }`;
const PAGE = `query ($query: String, $filter: EventFilter, $orderBy: EventOrder) {
  searchEvents(query: $query, filter: $filter, orderBy: $orderBy) { ${NODES} pageInfo { hasNextPage endCursor } } }`;

/** What visitors and people ask of this subgraph most. */
export function benchQueries(size: Size): BenchQuery[] {
  const somebody = (n: number): Viewer => {
    const person = id(`person ${1 + ((n * 31) % size.people)}`);
    return { id: person, username: 'somebody', role: 'user', permissions: [], sessionId: randomUUID() };
  };
  const event = (n: number) => id(`event ${1 + ((n * 97) % size.events)}`);
  return [
    {
      name: 'search: text + radius + category + date, with facets and total',
      uses: ['event_search_document_idx'],
      query: SEARCH,
      variables: (n) => ({
        query: nth(NOUNS, n).toLowerCase(),
        filter: {
          near: near(n, 20),
          categorySlugs: [nth(['music', 'performing-arts', 'arts', 'sports'], n)],
          startsAfter: inDays(n % 30),
          startsBefore: inDays(90 + (n % 30)),
        },
      }),
    },
    {
      name: 'search: the same, one page',
      uses: ['event_search_document_idx'],
      query: PAGE,
      variables: (n) => ({
        query: nth(NOUNS, n).toLowerCase(),
        filter: {
          near: near(n, 20),
          categorySlugs: [nth(['music', 'performing-arts', 'arts', 'sports'], n)],
          startsAfter: inDays(n % 30),
          startsBefore: inDays(90 + (n % 30)),
        },
      }),
    },
    { name: 'search: text', uses: ['event_search_document_idx'], query: PAGE, variables: (n) => ({ query: phrase(n) }) },
    {
      name: 'search: text, with facets and total',
      uses: ['event_search_document_idx'],
      query: SEARCH,
      variables: (n) => ({ query: phrase(n) }),
    },
    {
      name: 'search: a misspelt word',
      uses: ['event_search_folded_title_idx'],
      query: PAGE,
      variables: (n) => ({ query: misspell(phrase(n)) }),
    },
    {
      name: 'search: a sentence, with facets and total',
      uses: ['event_search_document_idx'],
      query: SEARCH,
      variables: (n) => ({ query: `free ${nth(['jazz', 'comedy', 'theatre', 'market'], n)} for kids this weekend` }),
    },
    {
      name: 'search: other words for the same',
      uses: [],
      query: PAGE,
      variables: (n) => ({ query: nth(['spectacle de danse', 'Weihnachtsmarkt', 'exposición de arte', 'film screening'], n) }),
    },
    {
      name: 'search: what is on',
      uses: ['event_search_starts_at_event_id_idx'],
      query: PAGE,
      variables: (n) => ({ filter: { on: { from: inDays(n), to: inDays(n + 1) } } }),
    },
    { name: 'search: what is next', uses: ['event_search_starts_at_event_id_idx'], query: PAGE, variables: () => ({}) },
    {
      name: 'search: a weekend',
      uses: ['event_search_starts_at_event_id_idx'],
      query: PAGE,
      variables: (n) => ({ filter: { startsAfter: inDays(n), startsBefore: inDays(n + 2) } }),
    },
    {
      name: 'search: a category',
      uses: [],
      query: PAGE,
      variables: (n) => ({ filter: { categorySlugs: [nth(['comedy', 'film', 'running'], n)] } }),
    },
    {
      name: 'search: tags',
      uses: ['event_search_tags_idx'],
      query: PAGE,
      variables: (n) => ({ filter: { tags: [nth(TAGS, n), nth(TAGS, n + 3)] } }),
    },
    {
      name: 'search: with a badge',
      uses: ['event_standings_badges_idx'],
      query: PAGE,
      variables: (n) => ({ filter: { badges: [nth(['CURATORS_PICK', 'COMMUNITY_FAVOURITE'], n)] } }),
    },
    {
      name: 'search: a part of a map, in clusters',
      uses: ['event_search_place_idx'],
      query: `query ($filter: EventFilter) { searchEvents(filter: $filter, first: 1) { clusters { count latitude longitude isOnePoint event { id title } } } }`,
      variables: (n) => {
        const { latitude, longitude } = near(n, 5);
        return { filter: { within: { south: latitude - 0.05, west: longitude - 0.07, north: latitude + 0.05, east: longitude + 0.07 } } };
      },
    },
    {
      name: 'search: nearest within 5 km',
      uses: ['event_search_place_idx'],
      query: PAGE,
      variables: (n) => ({ filter: { near: near(n, 5) }, orderBy: 'NEAREST' }),
    },
    {
      name: 'search: on some days of the week, at some hours, for somebody of an age',
      uses: ['event_search_starts_at_event_id_idx'],
      query: PAGE,
      variables: (n) => ({
        filter: { weekdays: [nth(['FRIDAY', 'SATURDAY', 'SUNDAY'], n)], timesOfDay: ['EVENING'], age: 20 + (n % 40), outdoors: null },
      }),
    },
    {
      name: 'search: in a city, of an organiser',
      uses: ['venues_folded_city_idx'],
      query: PAGE,
      variables: (n) => ({ filter: { city: nth(CITIES, n)[0].toLowerCase(), creatorId: id(`person ${1 + ((n * 31) % size.people)}`) } }),
    },
    { name: 'search: newest', uses: ['events_shown_since_idx'], query: PAGE, variables: () => ({ orderBy: 'NEWEST' }) },
    {
      name: 'search: best rated',
      uses: ['event_search_starts_at_event_id_idx'],
      query: PAGE,
      variables: (n) => ({ filter: { startsAfter: inDays(n), startsBefore: inDays(n + 2) }, orderBy: 'RATED' }),
    },
    {
      name: 'search: what is related',
      uses: ['event_search_document_idx'],
      query: `query ($query: String) { searchEvents(query: $query) { nodes { id } related(first: 6) { id title } } }`,
      variables: (n) => ({ query: `${phrase(n)} ${nth(PROSE, n * 11)}` }),
    },
    {
      name: 'search: of a performer',
      uses: ['events_performer_names'],
      query: PAGE,
      variables: (n) => ({ filter: { performer: `the ${nth(NOUNS, n).toLowerCase()} ${n % 200}` } }),
    },
    {
      name: 'suggest: with what it leads to',
      uses: ['event_search_folded_title_idx', 'people_folded_name_idx', 'events_performers_text'],
      query: `query ($prefix: String!) { searchSuggestions(prefix: $prefix) { kind text event { id } venue { id } } }`,
      variables: (n) => ({ prefix: nth(NOUNS, n).slice(0, 4).toLowerCase() }),
    },
    {
      name: 'search: a common word',
      uses: [],
      query: PAGE,
      variables: (n) => ({ query: nth(['night', 'music', 'river', 'jazz'], n) }),
    },
    {
      name: 'search: a common word, with facets and total',
      uses: [],
      query: SEARCH,
      variables: (n) => ({ query: nth(['night', 'music', 'river', 'jazz'], n) }),
      mayScan: ['event_search'],
    },
    {
      name: 'search: everything, with facets and total',
      uses: [],
      query: SEARCH,
      variables: () => ({}),
      mayScan: ['event_search'],
    },
    {
      name: 'suggest: a beginning',
      uses: ['event_search_folded_title_idx'],
      query: 'query ($prefix: String!) { suggestEvents(prefix: $prefix) }',
      variables: (n) => ({ prefix: nth(NOUNS, n).slice(0, 2 + (n % 5)) }),
    },
    {
      name: 'suggest: misspelt',
      uses: ['event_search_folded_title_idx'],
      query: 'query ($prefix: String!) { suggestEvents(prefix: $prefix) }',
      variables: (n) => ({ prefix: misspell(nth(NOUNS, n).toLowerCase()) }),
    },
    {
      name: 'feed: of a person',
      uses: [
        'event_popularity_heat_idx',
        'event_search_category_slug_starts_at_event_id_idx',
        'event_search_place_idx',
        'attendances_user_id_status_event_id_idx',
      ],
      query: `{ eventFeed { nodes { event { id title } score reasons { kind message } } pageInfo { endCursor } } }`,
      variables: () => ({}),
      viewer: somebody,
    },
    {
      name: 'feed: of a visitor',
      uses: ['event_popularity_heat_idx', 'event_search_starts_at_event_id_idx'],
      query: `{ eventFeed { nodes { event { id title } score reasons { kind message } } pageInfo { endCursor } } }`,
      variables: () => ({}),
    },
    { name: 'trending', uses: ['event_popularity_heat_idx'], query: `{ trendingEvents { nodes { id title } } }`, variables: () => ({}) },
    {
      name: 'trending: near',
      uses: ['event_search_place_idx'],
      query: `query ($near: NearInput) { trendingEvents(near: $near) { nodes { id title } } }`,
      variables: (n) => ({ near: near(n, 20) }),
    },
    {
      name: 'event page',
      uses: ['events_pkey', 'attendances_event_id_user_id_key', 'attendances_event_id_status_updated_at_id_idx'],
      query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { id title description startsAt status tags category { slug name }
        venue { name location { latitude } } creator { id } price { type min { amountMinor } } attendanceCounts { going available } viewerAttendance { status }
        friendsAttending(first: 5) { nodes { id } totalCount } attendees(first: 10) { nodes { user { id } } totalCount } } } }`,
      variables: (n) => ({ r: [{ __typename: 'Event', id: event(n) }] }),
      viewer: somebody,
    },
    {
      name: 'twenty events of a list',
      uses: ['events_pkey', 'attendance_counts_pkey'],
      query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { id title venue { name } attendanceCounts { going } viewerAttendance { status } friendsAttending(first: 3) { nodes { id } totalCount } } } }`,
      variables: (n) => ({ r: Array.from({ length: 20 }, (_, at) => ({ __typename: 'Event', id: event(n * 20 + at) })) }),
      viewer: somebody,
    },
    {
      name: "an organiser's events",
      uses: ['events_creator_id_starts_at_id_idx'],
      query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { organizedEvents(first: 20) { nodes { id title status } totalCount } } } }`,
      variables: (n) => ({ r: [{ __typename: 'User', id: id(`person ${1 + (n % Math.max(1, Math.floor(size.people / 20)))}`) }] }),
    },
    {
      name: "a person's calendar",
      uses: ['attendances_user_id_status_event_id_idx'],
      query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { calendar(first: 20) { nodes { id title } } attending(first: 20) { nodes { id } } savedEvents(first: 20) { nodes { id } } } } }`,
      variables: (n) => ({ r: [{ __typename: 'User', id: somebody(n).id }] }),
      viewer: somebody,
    },
  ];
}

/** The third and the fourth letter change places. */
const misspell = (text: string) => `${text.slice(0, 2)}${text[3] ?? ''}${text[2] ?? ''}${text.slice(4)}`;
