import type { Described } from '../category/category-classifier';
import { CATEGORY_TREE } from '../category/category-tree';
import { sureCategory } from '../category/learned-categories';

/**
 * Which category a publisher's keyword belongs to. The first keyword that is known decides the category; every keyword becomes a tag.
 * Keys are keywords in lower case without punctuation.
 */
const CATEGORY_BY_KEYWORD: Record<string, string> = {
  music: 'music',
  concert: 'music',
  'live performances': 'performing-arts',
  theatre: 'theatre',
  dance: 'dance',
  comedy: 'comedy',
  film: 'film',
  literary: 'literature',
  talks: 'talks',
  'seminars workshops': 'workshops',
  workshop: 'workshops',
  'arts exhibits': 'exhibitions',
  museum: 'museums',
  artisan: 'crafts',
  'food culinary': 'food-drink',
  'farmers market': 'markets',
  'family children': 'family',
  camp: 'family',
  sports: 'sports',
  running: 'running',
  'run walk': 'running',
  cycling: 'cycling',
  walking: 'outdoors',
  environmental: 'outdoors',
  tour: 'tours',
  history: 'history',
  nightlife: 'nightlife',
  trivia: 'games',
  'charity cause': 'charity',
  cultural: 'culture',
  'world culture': 'culture',
  indigenous: 'indigenous',
  lgbtq2s: 'lgbtq',
  '2slgbtq': 'lgbtq',
  celebration: 'celebrations',
  celebrations: 'celebrations',
  parade: 'celebrations',
  'street festival': 'festivals',
  'public square': 'festivals',
  'consumer show convention': 'fairs',
  'virtual online event': 'online',
  jazz: 'music',
  'live music': 'music',
  opera: 'music',
  choir: 'music',
  'stand up': 'comedy',
  cinema: 'film',
  movie: 'film',
  theater: 'theatre',
  exhibition: 'exhibitions',
  kids: 'family',
  children: 'family',
  market: 'markets',
  festival: 'festivals',
};

/** What kind of event its type in schema.org says it is; asked where no keyword decides. */
const CATEGORY_BY_TYPE: Record<string, string> = {
  MusicEvent: 'music',
  ComedyEvent: 'comedy',
  TheaterEvent: 'theatre',
  DanceEvent: 'dance',
  ScreeningEvent: 'film',
  LiteraryEvent: 'literature',
  VisualArtsEvent: 'exhibitions',
  ExhibitionEvent: 'exhibitions',
  ChildrensEvent: 'family',
  SportsEvent: 'sports',
  FoodEvent: 'food-drink',
  Festival: 'festivals',
  EducationEvent: 'workshops',
  CourseInstance: 'workshops',
  Hackathon: 'workshops',
  SaleEvent: 'markets',
};

/** The words that say least: they decide the category only when no other keyword does. */
const GENERIC = new Set([
  'live performances',
  'cultural',
  'celebration',
  'celebrations',
  'other',
  'family children',
  'virtual online event',
]);

export const OTHER_CATEGORY = 'other';

const normalise = (keyword: string) =>
  keyword
    .toLowerCase()
    .replace(/['’+]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** By the first keyword that says something, else by the type, else by a keyword that says little. */
export function categoryByWords(keywords: readonly string[], types: readonly string[] = []): string {
  const known = keywords.map(normalise).filter((keyword) => Object.hasOwn(CATEGORY_BY_KEYWORD, keyword));
  const telling = known.find((keyword) => !GENERIC.has(keyword));
  if (telling) return CATEGORY_BY_KEYWORD[telling]!;
  const type = types.find((name) => Object.hasOwn(CATEGORY_BY_TYPE, name));
  if (type) return CATEGORY_BY_TYPE[type]!;
  return known[0] ? CATEGORY_BY_KEYWORD[known[0]]! : OTHER_CATEGORY;
}

const SLUGS: ReadonlySet<string> = new Set(CATEGORY_TREE.flatMap((top) => [top, ...(top.children ?? [])]).map(({ slug }) => slug));

/**
 * The category of an imported event: the one that its source names by our own slug or says by a type of schema.org, the learned one where it
 * is sure, else the rules'.
 */
export function categoryOf(described: Described, told = ''): string {
  if (SLUGS.has(told)) return told;
  const hasType = described.types.some((type) => Object.hasOwn(CATEGORY_BY_TYPE, type));
  const learned = hasType ? null : sureCategory(described);
  return learned?.slug ?? categoryByWords(described.keywords, described.types);
}

/** Every category slug a keyword can lead to; the category tree must hold them all. */
export const IMPORT_CATEGORIES: readonly string[] = [
  ...new Set([...Object.values(CATEGORY_BY_KEYWORD), ...Object.values(CATEGORY_BY_TYPE), OTHER_CATEGORY]),
];

/** Tags as this graph writes them: lower case, words joined by hyphens, at most ten. */
export function tagsOf(keywords: readonly string[]): string[] {
  return [...new Set(keywords.map((keyword) => normalise(keyword).replace(/ /g, '-')).filter((tag) => tag && tag !== 'other'))].slice(
    0,
    10,
  );
}
