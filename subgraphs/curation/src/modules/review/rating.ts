import type { Settings } from '../../env';

/** Ratings of one event. */
export interface RatingSum {
  sum: number;
  count: number;
}

export const NO_RATINGS: RatingSum = { sum: 0, count: 0 };

/** As if every event began with `weight` reviews of `mean` stars. */
export interface RatingPrior {
  mean: number;
  weight: number;
}

export const ratingPrior = (settings: Settings): RatingPrior => ({
  mean: settings.CURATION_RATING_PRIOR,
  weight: settings.CURATION_RATING_PRIOR_WEIGHT,
});

/**
 * The Bayesian mean (C · m + Σ ratings) / (C + n), C the prior's weight and m its mean: an event with one review of five stars does not
 * stand above one with a hundred of 4.8. Null without reviews, because then it would say nothing about the event.
 */
export function bayesianMean({ sum, count }: RatingSum, { mean, weight }: RatingPrior): number | null {
  return count === 0 ? null : (weight * mean + sum) / (weight + count);
}
