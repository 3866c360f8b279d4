import type { Candidate } from './feed.sql';
import { isAffordable, NO_WISHES, timeOfDay, type TimeOfDay, type Wishes } from './feed-wishes';
import { activity } from './popularity';

export type ReasonKind = 'INTEREST' | 'FRIENDS_GOING' | 'NEARBY' | 'TRENDING' | 'SOON' | 'PRICE' | 'TIME_OF_DAY' | 'UPCOMING';

export interface Ranked {
  id: string;
  creatorId: string;
  /** 0 to 1. */
  score: number;
  /** The strongest first; at least one. */
  reasons: { kind: ReasonKind; message: string }[];
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

/**
 * score = 0.30 interest + 0.20 trending + 0.25 friends + 0.15 nearness + 0.10 soonness, each 0 to 1:
 * interest 1 for a category, 0.7 for a tag · trending a/(a + 10) of the activity a · friends f/(f + 2) of f friends going ·
 * nearness max(0, 1 − km/25) · soonness 2^(−days/7). The share of like-minded people's choices (collaborative, half of the whole) comes
 * with the recommender that learns it. Best first, equals by id: the same candidates always come in the same order.
 *
 * What a reader has said that they look for changes it: friends count (0.5 + social preference) times as much; nearness ends at their longest way, beyond which the
 * whole counts half; a price that they want to pay is 0.1 × price sensitivity more, one that they do not as much less; their time of day is 0.05 more. At
 * most 1, at least 0.
 */
export const rank = (candidates: readonly Candidate[], taste: Taste, now: Date): Ranked[] =>
  candidates.map((candidate) => rankOne(candidate, taste, now)).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));

interface Signal {
  kind: ReasonKind;
  points: number;
  /** What to say of it; null while it is too weak to be a reason. */
  message: string | null;
}

function rankOne(candidate: Candidate, taste: Taste, now: Date): Ranked {
  const days = Math.max(0, candidate.startsAt.getTime() - now.getTime()) / DAY_MS;
  const wishes = taste.wishes ?? NO_WISHES;
  const signals = [
    interest(candidate, taste),
    company(candidate, wishes),
    trend(candidate, now),
    nearness(candidate, wishes),
    soonness(days),
    affordability(candidate, wishes),
    hours(candidate, wishes),
  ];
  const reasons = signals.sort((a, b) => b.points - a.points).flatMap(({ kind, message }) => (message === null ? [] : [{ kind, message }]));
  return {
    id: candidate.id,
    creatorId: candidate.creatorId,
    score: Math.round(bounded(signals) * reach(candidate, wishes) * 1e4) / 1e4,
    reasons: reasons.length > 0 ? reasons : [{ kind: 'UPCOMING', message: `In ${Math.round(days)} days` }],
  };
}

function interest({ categorySlug, tags }: Candidate, taste: Taste): Signal {
  const like = (slug: string) => `You like ${slug.replaceAll('-', ' ')}`;
  if (taste.categorySlugs.includes(categorySlug)) return { kind: 'INTEREST', points: 0.3, message: like(categorySlug) };
  const tag = tags.find((name) => taste.tags.includes(name));
  return tag === undefined ? { kind: 'INTEREST', points: 0, message: null } : { kind: 'INTEREST', points: 0.3 * 0.7, message: like(tag) };
}

const bounded = (signals: readonly Signal[]) =>
  Math.min(
    1,
    Math.max(
      0,
      signals.reduce((sum, { points }) => sum + points, 0),
    ),
  );

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

function company({ friendsGoing: friends }: Candidate, { socialPreference }: Wishes): Signal {
  const message = friends === 0 ? null : friends === 1 ? 'A friend is going' : `${friends} friends are going`;
  return { kind: 'FRIENDS_GOING', points: 0.25 * (0.5 + socialPreference) * (friends / (friends + HALF_FRIENDS)), message };
}

function trend({ heat }: Candidate, now: Date): Signal {
  const going = activity(heat, now);
  const share = going / (going + HALF_ACTIVITY);
  return { kind: 'TRENDING', points: 0.2 * share, message: share >= TRENDING_FROM ? 'Many people are interested' : null };
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
