import { normaliseTag } from '../tag/tag-name';
import type { Candidate } from './feed.sql';
import { isAffordable, NO_WISHES, timeOfDay, type TimeOfDay, type Wishes } from './feed-wishes';
import { activity } from './popularity';

export type ReasonKind =
  | 'LIKED_SIMILAR'
  | 'SIMILAR_PEOPLE'
  | 'INTEREST'
  | 'FRIENDS_GOING'
  | 'NEARBY'
  | 'TRENDING'
  | 'SOON'
  | 'PRICE'
  | 'TIME_OF_DAY'
  | 'TRANSIT'
  | 'UPCOMING';

export interface Ranked {
  id: string;
  creatorId: string;
  categorySlug: string;
  /** On which it starts (UTC), in days since 1970. */
  day: number;
  priceType: string;
  /** 0 to 1. */
  score: number;
  /** The strongest first; at least one. `eventId`: what it is like. */
  reasons: { kind: ReasonKind; message: string; eventId?: string }[];
}

/** What the ranking asks of a reader; for visitors both are empty. */
export interface Taste {
  categorySlugs: readonly string[];
  tags: readonly string[];
  wishes?: Wishes;
}

const DAY_MS = 86_400_000;
/** Half of what an event can get for company, and for what is going on about it, is reached with so many friends, and so many points. */
const HALF_FRIENDS = 2;
const HALF_ACTIVITY = 10;
const NEAR_KM = 25;

/** Where a signal is strong enough to be a reason. */
const TRENDING_FROM = 0.3;
const NEARBY_KM = 10;
const SOON_DAYS = 7;
const WELL_REACHED = 8;

/** How much the parts of a score weigh; B is what A is compared with. */
export type Variant = 'A' | 'B';
const WEIGHTS = {
  A: { collaborative: 0.5, content: 0.3, trending: 0.2 },
  B: { collaborative: 0.35, content: 0.45, trending: 0.2 },
} as const satisfies Record<Variant, object>;

/**
 * score = 0.5 collaborative + 0.3 content + 0.2 trending, and then what else speaks for it: + 0.25 friends + 0.15 nearness + 0.10 soonness, each 0 to 1:
 * collaborative what people choose who choose alike (`Suits.alike`) · content 1 for a category that the reader has named, 0.7 for a tag or words, or as far
 * as its words are those of what they chose (`Suits.words`), whichever is more · trending a/(a + 10) of the activity a · friends f/(f + 2) of f friends going ·
 * nearness max(0, 1 − km/25) · soonness 2^(−days/7); and + 0.05 (t − 1)/9 for a place with transit score t. Best first, equals by id: the same candidates
 * always come in the same order.
 *
 * What a reader has said that they look for changes it: friends count (0.5 + social preference) times as much; nearness ends at their longest way, beyond which the
 * whole counts half; a price that they want to pay is 0.1 × price sensitivity more, one that they do not as much less; their time of day is 0.05 more. At
 * most 1, at least 0.
 */
export const rank = (
  candidates: readonly Candidate[],
  taste: Taste,
  now: Date,
  suits: (candidate: Candidate) => Suits = () => NOTHING_KNOWN,
  variant: Variant = 'A',
): Ranked[] =>
  candidates
    .map((candidate) => rankOne(candidate, taste, now, suits(candidate), WEIGHTS[variant]))
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1))
    .map(({ points: _, ...ranked }) => ranked);

/** How an event suits what its reader chose. */
export interface Suits {
  /** 0 to 1. */
  alike: number;
  /** −1 to 1: below 0 it is like what they passed. */
  words: number;
  /** What they chose that it is most like; null when it is like nothing. */
  like: { id: string; title: string } | null;
  /** People who chose alike, and this. */
  peers: number;
}

export const NOTHING_KNOWN: Suits = { alike: 0, words: 0, like: null, peers: 0 };

interface Signal {
  kind: ReasonKind;
  points: number;
  /** What to say of it; null while it is too weak to be a reason. */
  message: string | null;
  eventId?: string;
}

function rankOne(
  candidate: Candidate,
  taste: Taste,
  now: Date,
  suits: Suits,
  weights: (typeof WEIGHTS)[Variant],
): Ranked & { points: number } {
  const days = Math.max(0, candidate.startsAt.getTime() - now.getTime()) / DAY_MS;
  const wishes = taste.wishes ?? NO_WISHES;
  const signals = [
    collaborative(suits, weights.collaborative),
    ...content(candidate, taste, suits, weights.content),
    company(candidate, wishes),
    trend(candidate, now, weights.trending),
    nearness(candidate, wishes),
    soonness(days),
    affordability(candidate, wishes),
    hours(candidate, wishes),
    transit(candidate),
  ];
  const sum = signals.reduce((total, signal) => total + signal.points, 0);
  // What is worth less than nothing does not become more for being far.
  const points = Math.round(sum * (sum > 0 ? reach(candidate, wishes) : 1) * 1e4) / 1e4;
  const reasons = signals
    .sort((a, b) => b.points - a.points)
    .flatMap(({ kind, message, eventId }) => (message === null ? [] : [{ kind, message, ...(eventId ? { eventId } : {}) }]));
  return {
    id: candidate.id,
    creatorId: candidate.creatorId,
    categorySlug: candidate.categorySlug,
    day: Math.floor(candidate.startsAt.getTime() / DAY_MS),
    priceType: candidate.priceType,
    points,
    score: Math.min(1, Math.max(0, points)),
    reasons: reasons.length > 0 ? reasons : [{ kind: 'UPCOMING', message: `In ${Math.round(days)} days` }],
  };
}

/** From how many people on it tells nothing of any of them. */
const ENOUGH_PEERS = 3;

function collaborative({ alike, peers }: Suits, weight: number): Signal {
  const message = peers >= ENOUGH_PEERS && alike >= 0.2 ? 'People who chose what you chose like it' : null;
  return { kind: 'SIMILAR_PEOPLE', points: weight * alike, message };
}

/** What they have named, or what it has of the words that they chose: whichever is more counts, and both may be reasons. */
function content(candidate: Candidate, taste: Taste, { words, like }: Suits, weight: number): Signal[] {
  const named = interest(candidate, taste);
  const similar: Signal = {
    kind: 'LIKED_SIMILAR',
    points: weight * words,
    message: like ? `Because you liked ${like.title}` : null,
    ...(like ? { eventId: like.id } : {}),
  };
  const interested: Signal = { ...named, points: weight * named.points };
  if (words <= 0) return [{ ...interested, points: interested.points + similar.points }];
  const [more, less] = similar.points > interested.points ? [similar, interested] : [interested, similar];
  return [more, { ...less, points: 0 }];
}

/** `points`: 0 to 1. */
function interest({ categorySlug, tags, title, description }: Candidate, taste: Taste): Signal {
  const like = (slug: string) => `You like ${slug.replaceAll('-', ' ')}`;
  if (taste.categorySlugs.includes(categorySlug)) return { kind: 'INTEREST', points: 1, message: like(categorySlug) };
  const text = taste.tags.length > 0 ? ` ${normaliseTag(`${title} ${description}`).replaceAll('-', ' ')} ` : '';
  const tag = taste.tags.find((name) => tags.includes(name)) ?? taste.tags.find((name) => text.includes(` ${name.replaceAll('-', ' ')} `));
  return tag === undefined ? { kind: 'INTEREST', points: 0, message: null } : { kind: 'INTEREST', points: 0.7, message: like(tag) };
}

/** Farther than somebody wants to go it is worth half. */
const reach = ({ metres }: Candidate, { maxDistanceKm }: Wishes) =>
  maxDistanceKm !== null && metres !== null && metres > maxDistanceKm * 1000 ? 0.5 : 1;

function affordability(candidate: Candidate, { price, priceSensitivity }: Wishes): Signal {
  const affordable = isAffordable(candidate, price);
  const points = affordable === null ? 0 : (affordable ? 0.1 : -0.1) * priceSensitivity;
  return { kind: 'PRICE', points, message: affordable ? 'At a price that you want to pay' : null };
}

const SPOKEN: Record<TimeOfDay, string> = {
  MORNING: 'In the morning',
  AFTERNOON: 'In the afternoon',
  EVENING: 'In the evening',
  NIGHT: 'At night',
};

function hours({ startsAt, timezone }: Candidate, { times }: Wishes): Signal {
  const at = times.length > 0 ? timeOfDay(startsAt, timezone) : null;
  const isWanted = at !== null && times.includes(at);
  return { kind: 'TIME_OF_DAY', points: isWanted ? 0.05 : 0, message: isWanted ? `${SPOKEN[at]}, as you like it` : null };
}

function transit({ transit: score }: Candidate): Signal {
  if (score == null) return { kind: 'TRANSIT', points: 0, message: null };
  return { kind: 'TRANSIT', points: (0.05 * (score - 1)) / 9, message: score >= WELL_REACHED ? 'Well reached by public transport' : null };
}

function company({ friendsGoing: friends }: Candidate, { socialPreference }: Wishes): Signal {
  const message = friends === 0 ? null : friends === 1 ? 'A friend is going' : `${friends} friends are going`;
  return { kind: 'FRIENDS_GOING', points: 0.25 * (0.5 + socialPreference) * (friends / (friends + HALF_FRIENDS)), message };
}

function trend({ heat }: Candidate, now: Date, weight: number): Signal {
  const going = activity(heat, now);
  const share = going / (going + HALF_ACTIVITY);
  return { kind: 'TRENDING', points: weight * share, message: share >= TRENDING_FROM ? 'Many people are interested' : null };
}

function nearness({ metres }: Candidate, { maxDistanceKm }: Wishes): Signal {
  if (metres === null) return { kind: 'NEARBY', points: 0, message: null };
  const km = metres / 1000;
  const message =
    km > Math.min(NEARBY_KM, maxDistanceKm ?? NEARBY_KM)
      ? null
      : km < 1
        ? 'Less than a kilometre from you'
        : `${Math.round(km)} km from you`;
  return { kind: 'NEARBY', points: 0.15 * Math.max(0, 1 - km / (maxDistanceKm ?? NEAR_KM)), message };
}

function soonness(days: number): Signal {
  const starts =
    days === 0 ? 'It is on now' : days < 1 ? 'Starts within a day' : days < 1.5 ? 'Starts in a day' : `Starts in ${Math.round(days)} days`;
  return { kind: 'SOON', points: 0.1 * 2 ** (-days / 7), message: days <= SOON_DAYS ? starts : null };
}
