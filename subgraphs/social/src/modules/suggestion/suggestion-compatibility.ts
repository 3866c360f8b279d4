/** What is known of somebody, as far as they show it: an empty list and null are "not shown". */
export interface Profile {
  interests: readonly string[];
  traits: readonly string[];
  location: { latitude: number; longitude: number } | null;
  /** 0 to 10. */
  activityLevel: number | null;
}

/** Each part 0 to 1. */
export interface Compatibility {
  score: number;
  interests: number;
  traits: number;
  proximity: number;
  activity: number;
  mutualFriends: number;
}

const WEIGHTS = { interests: 0.3, traits: 0.25, proximity: 0.2, activity: 0.15, mutualFriends: 0.1 } as const;
/** From this distance on, nearness counts nothing. */
const FAR_KM = 50;
/** From this number on, more mutual friends count no more. */
const MANY_FRIENDS = 10;

/**
 * 0.30 jaccard(interests) + 0.25 jaccard(traits) + 0.20 max(0, 1 − km / 50) + 0.15 (1 − |a − b| / 10) + 0.10 min(1, mutual / 10).
 * What is not known counts as 0. Source: decisions, People.
 */
export function compatibility(a: Profile, b: Profile, mutualFriendCount: number): Compatibility {
  const parts = {
    interests: jaccard(a.interests, b.interests),
    traits: jaccard(a.traits, b.traits),
    proximity: a.location && b.location ? Math.max(0, 1 - kilometresBetween(a.location, b.location) / FAR_KM) : 0,
    activity: a.activityLevel === null || b.activityLevel === null ? 0 : 1 - Math.abs(a.activityLevel - b.activityLevel) / 10,
    mutualFriends: Math.min(1, mutualFriendCount / MANY_FRIENDS),
  };
  const score = Object.entries(WEIGHTS).reduce((sum, [part, weight]) => sum + weight * parts[part as keyof typeof WEIGHTS], 0);
  return { score, ...parts };
}

export type SuggestionReason = 'MUTUAL_FRIENDS' | 'SHARED_INTERESTS' | 'SHARED_TRAITS' | 'NEARBY';

const REASONS = { mutualFriends: 'MUTUAL_FRIENDS', interests: 'SHARED_INTERESTS', traits: 'SHARED_TRAITS', proximity: 'NEARBY' } as const;

/** Which parts speak for somebody, what counts most first. That both are equally active is no reason by itself. */
export const reasonsOf = (parts: Compatibility): SuggestionReason[] =>
  (Object.keys(REASONS) as (keyof typeof REASONS)[])
    .filter((part) => parts[part] > 0)
    .sort((a, b) => WEIGHTS[b] * parts[b] - WEIGHTS[a] * parts[a])
    .map((part) => REASONS[part]);

/** Size of the intersection by size of the union, without regard to capitals; 0 when both are empty. */
export function jaccard(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [new Set(a.map(fold)), new Set(b.map(fold))];
  const common = [...left].filter((item) => right.has(item)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
}

const fold = (word: string) => word.trim().toLowerCase();

const EARTH_KM = 6_371.0088;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine). */
export function kilometresBetween(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const half =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
