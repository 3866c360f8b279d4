import type { FactOf } from '@marquee/platform';
import type { ReviewChanged, Topics } from '@marquee/schema/topics';
import { bayesianMean, NO_RATINGS, type RatingPrior, type RatingSum } from './rating';

/** What became of a review; its rating is null when it was removed. */
export type ReviewNews = Omit<ReviewChanged, 'eventRating' | 'eventReviewCount'>;

/** Tells what became of a review, with the rating of its event. */
export const reviewChanged = (news: ReviewNews, rating: RatingSum = NO_RATINGS, prior: RatingPrior): FactOf<Topics> => ({
  topic: 'review.changed',
  key: news.eventId,
  payload: { ...news, eventRating: bayesianMean(rating, prior), eventReviewCount: rating.count },
});
