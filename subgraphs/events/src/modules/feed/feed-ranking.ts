import type { Candidate } from './feed.sql';
import { activity } from './popularity';

export type ReasonKind = 'INTEREST' | 'FRIENDS_GOING' | 'NEARBY' | 'TRENDING' | 'SOON' | 'UPCOMING';

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
  const signals = [interest(candidate, taste), company(candidate), trend(candidate, now), nearness(candidate), soonness(days)];
  const reasons = signals.sort((a, b) => b.points - a.points).flatMap(({ kind, message }) => (message === null ? [] : [{ kind, message }]));
  return {
    id: candidate.id,
    creatorId: candidate.creatorId,
    score: Math.round(signals.reduce((sum, { points }) => sum + points, 0) * 1e4) / 1e4,
    reasons: reasons.length > 0 ? reasons : [{ kind: 'UPCOMING', message: `In ${Math.round(days)} days` }],
  };
}

function interest({ categorySlug, tags }: Candidate, taste: Taste): Signal {
  const like = (slug: string) => `You like ${slug.replaceAll('-', ' ')}`;
  if (taste.categorySlugs.includes(categorySlug)) return { kind: 'INTEREST', points: 0.3, message: like(categorySlug) };
  const tag = tags.find((name) => taste.tags.includes(name));
  return tag === undefined ? { kind: 'INTEREST', points: 0, message: null } : { kind: 'INTEREST', points: 0.3 * 0.7, message: like(tag) };
}

function company({ friendsGoing: friends }: Candidate): Signal {
  const message = friends === 0 ? null : friends === 1 ? 'A friend is going' : `${friends} friends are going`;
  return { kind: 'FRIENDS_GOING', points: 0.25 * (friends / (friends + HALF_FRIENDS)), message };
}

function trend({ heat }: Candidate, now: Date): Signal {
  const going = activity(heat, now);
  const share = going / (going + HALF_ACTIVITY);
  return { kind: 'TRENDING', points: 0.2 * share, message: share >= TRENDING_FROM ? 'Many people are interested' : null };
}

function nearness({ metres }: Candidate): Signal {
  if (metres === null) return { kind: 'NEARBY', points: 0, message: null };
  const km = metres / 1000;
  const message = km > NEARBY_KM ? null : km < 1 ? 'Less than a kilometre from you' : `${Math.round(km)} km from you`;
  return { kind: 'NEARBY', points: 0.15 * Math.max(0, 1 - km / NEAR_KM), message };
}

function soonness(days: number): Signal {
  const starts =
    days === 0 ? 'It is on now' : days < 1 ? 'Starts within a day' : days < 1.5 ? 'Starts in a day' : `Starts in ${Math.round(days)} days`;
  return { kind: 'SOON', points: 0.1 * 2 ** (-days / 7), message: days <= SOON_DAYS ? starts : null };
}
