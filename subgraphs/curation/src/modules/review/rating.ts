/** Ratings of one event. */
export interface RatingSum {
  sum: number;
  count: number;
}

/** As if every event began with `weight` reviews of `mean` stars. */
export interface RatingPrior {
  mean: number;
  weight: number;
}

/**
 * The Bayesian mean (C · m + Σ ratings) / (C + n), C the prior's weight and m its mean: an event with one review of five stars does not
 * stand above one with a hundred of 4.8. Null without reviews, because then it would say nothing about the event.
 */
export function bayesianMean({ sum, count }: RatingSum, { mean, weight }: RatingPrior): number | null {
  return count === 0 ? null : (weight * mean + sum) / (weight + count);
}
