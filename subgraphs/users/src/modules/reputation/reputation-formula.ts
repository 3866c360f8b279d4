import type { AchievementBadge } from '../../generated/prisma/client';

/** What a person has done, counted from the facts that arrived. All are whole numbers of at least 0. */
export interface Deeds {
  /** Public events of others that took place, where they were checked in. */
  eventsAttended: number;
  /** Of public events that were not called off. */
  reviewsGiven: number;
  /** Public events of theirs that were published and not called off. */
  communityContributions: number;
  /** Events of theirs that a curator found flagged with reason. */
  upheldFlags: number;
  /** Events with check-in that are over, where they had a place and did not come. */
  noShows: number;
}

/** How much a deed counts for reputation. */
const WEIGHT = { eventsAttended: 3, reviewsGiven: 2, communityContributions: 4, upheldFlags: -6, noShows: -2 } as const;
/** The sum at which a person has 63 of 100. */
const SATURATION = 60;

/**
 * Reputation, 0 to 100 with one decimal: 100 × (1 − e^(−x/60)) for x = 3 attended + 2 reviews + 4 contributions − 6 upheld flags
 * − 2 no-shows, at least 0. Bounded and saturating: the thousandth event earns almost no trust any more.
 */
export function reputation(deeds: Deeds): number {
  const sum = (Object.keys(WEIGHT) as (keyof Deeds)[]).reduce((total, deed) => total + WEIGHT[deed] * deeds[deed], 0);
  return Math.round(1000 * (1 - Math.exp(-Math.max(0, sum) / SATURATION))) / 10;
}

/** 10 for each event attended, 5 for each review, 20 for each event published. */
export const points = (deeds: Deeds): number => 10 * deeds.eventsAttended + 5 * deeds.reviewsGiven + 20 * deeds.communityContributions;

/** floor(√(points / 100)) + 1: the way to level n + 1 takes 100 n² points in all. */
export const level = (pointsEarned: number): number => Math.floor(Math.sqrt(pointsEarned / 100)) + 1;

const BADGES: readonly [AchievementBadge, keyof Deeds, number][] = [
  ['FIRST_EVENT', 'eventsAttended', 1],
  ['REGULAR', 'eventsAttended', 10],
  ['DEVOTEE', 'eventsAttended', 50],
  ['CRITIC', 'reviewsGiven', 5],
  ['HOST', 'communityContributions', 1],
  ['IMPRESARIO', 'communityContributions', 10],
];

/** All badges that these deeds earn, in the order of the enum. */
export const badges = (deeds: Deeds): AchievementBadge[] =>
  BADGES.filter(([, deed, least]) => deeds[deed] >= least).map(([badge]) => badge);
