export type Badge = 'CURATORS_PICK' | 'DETAILED_LISTING' | 'COMMUNITY_FAVOURITE';

export interface Merits {
  /** The curator's score, not the screening's; null when none was given. */
  curatorScore: number | null;
  /** Of the latest screening. */
  completeness: number | null;
  /** The Bayesian mean, as shown. */
  averageRating: number | null;
  reviews: number;
}

/** Curator's Pick: scored 0.9 or more by a curator. Detailed Listing: completeness ≥ 0.95. Community Favourite: ≥ 4.5 from ≥ 20 reviews. */
export function badgesOf({ curatorScore, completeness, averageRating, reviews }: Merits): Badge[] {
  const badges: Badge[] = [];
  if ((curatorScore ?? 0) >= 0.9) badges.push('CURATORS_PICK');
  if ((completeness ?? 0) >= 0.95) badges.push('DETAILED_LISTING');
  if (reviews >= 20 && (averageRating ?? 0) >= 4.5) badges.push('COMMUNITY_FAVOURITE');
  return badges;
}
