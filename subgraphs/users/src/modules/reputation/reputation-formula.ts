import type { AchievementBadge, Deed } from '../../generated/prisma/client';

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
  /** Public events of others, with check-in, that are over, where they had a place and did not come. */
  noShows: number;
  /** Of such events, those where they gave up their place shortly before (reputation-notice.ts). */
  lateCancellations: number;
}

/** Which number each deed is counted in. */
export const COUNTED_IN: Readonly<Record<Deed, keyof Deeds>> = {
  ATTENDED: 'eventsAttended',
  REVIEWED: 'reviewsGiven',
  PUBLISHED: 'communityContributions',
  FLAG_UPHELD: 'upheldFlags',
  NO_SHOW: 'noShows',
  LATE_CANCELLATION: 'lateCancellations',
};

/** What each deed earns. */
export const POINTS: Readonly<Record<Deed, number>> = {
  ATTENDED: 10,
  REVIEWED: 5,
  PUBLISHED: 20,
  FLAG_UPHELD: 0,
  NO_SHOW: 0,
  LATE_CANCELLATION: 0,
};

/** How much a deed counts for reputation. */
const WEIGHT: Readonly<Record<Deed, number>> = {
  ATTENDED: 3,
  REVIEWED: 2,
  PUBLISHED: 4,
  FLAG_UPHELD: -6,
  NO_SHOW: -2,
  LATE_CANCELLATION: 0,
};
/** The sum at which a person has 63 of 100. */
const SATURATION = 60;

const DEEDS = Object.keys(COUNTED_IN) as Deed[];
const summed = (deeds: Deeds, weight: Readonly<Record<Deed, number>>) =>
  DEEDS.reduce((total, deed) => total + weight[deed] * deeds[COUNTED_IN[deed]], 0);

export const nothingDone = (): Deeds => ({
  eventsAttended: 0,
  reviewsGiven: 0,
  communityContributions: 0,
  upheldFlags: 0,
  noShows: 0,
  lateCancellations: 0,
});

/**
 * Reputation, 0 to 100 with one decimal: 100 × (1 − e^(−x/60)) for x = 3 attended + 2 reviews + 4 contributions − 6 upheld flags
 * − 2 no-shows, at least 0. Bounded and saturating: the thousandth event earns almost no trust any more.
 */
export function reputation(deeds: Deeds): number {
  return Math.round(1000 * (1 - Math.exp(-Math.max(0, summed(deeds, WEIGHT)) / SATURATION))) / 10;
}

/** 10 for each event attended, 5 for each review, 20 for each event published. */
export const points = (deeds: Deeds): number => summed(deeds, POINTS);

/** floor(√(points / 100)) + 1: the way to level n + 1 takes 100 n² points in all. */
export const level = (pointsEarned: number): number => Math.floor(Math.sqrt(pointsEarned / 100)) + 1;

/** How many kept places somebody is given in advance: one slip says little of who is new. */
const IN_ADVANCE = 3;

/**
 * How far a person comes where they have a place, 0 to 1 with two decimals, of what they did in a time: (kept + 3) / (kept + no-shows
 * + late cancellations / 2 + 3). 1 to begin with; three no-shows and nothing else make 0.5.
 */
export function reliability({ eventsAttended, noShows, lateCancellations }: Deeds): number {
  const kept = eventsAttended + IN_ADVANCE;
  return Math.round((100 * kept) / (kept + noShows + lateCancellations / 2)) / 100;
}

const BADGES: readonly { badge: AchievementBadge; of: keyof Deeds; target: number }[] = [
  { badge: 'FIRST_EVENT', of: 'eventsAttended', target: 1 },
  { badge: 'REGULAR', of: 'eventsAttended', target: 10 },
  { badge: 'DEVOTEE', of: 'eventsAttended', target: 50 },
  { badge: 'CRITIC', of: 'reviewsGiven', target: 5 },
  { badge: 'HOST', of: 'communityContributions', target: 1 },
  { badge: 'IMPRESARIO', of: 'communityContributions', target: 10 },
];

type Counted = Pick<Deeds, 'eventsAttended' | 'reviewsGiven' | 'communityContributions'>;

/** How far a person is with each badge, in the order of the enum. */
export const progress = (deeds: Counted): { badge: AchievementBadge; progress: number; target: number }[] =>
  BADGES.map(({ badge, of, target }) => ({ badge, progress: Math.min(deeds[of as keyof Counted], target), target }));

/** All badges that these deeds earn, in the order of the enum. */
export const badges = (deeds: Counted): AchievementBadge[] =>
  progress(deeds)
    .filter((one) => one.progress >= one.target)
    .map(({ badge }) => badge);
