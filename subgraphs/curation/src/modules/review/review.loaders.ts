import { byId, pagesBy, type Caller } from '@marquee/platform';
import type { Review } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { isCurator } from '../event/event-visibility';
import { ratingsOf } from './rating.sql';
import { hiddenReviewsOfEvents, reviewCountsOfAuthors, reviewsOfAuthors, reviewsOfEvents, type Readership } from './review.sql';

export const reviewLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const reader: Readership = [viewer?.id ?? null, isCurator(viewer)];
  return {
    reviewById: byId(
      (ids: readonly string[]) => db.prisma.review.findMany({ where: { id: { in: [...ids] }, removedAt: null } }),
      (review) => review.id,
    ),
    ratingByEventId: byId(
      (ids: readonly string[]) => ratingsOf(db, ids),
      (rating) => rating.eventId,
    ),
    /** How many reviews of an event a block hides from the viewer; null for none. */
    hiddenReviewsByEventId: byId(
      (ids: readonly string[]) =>
        viewer && !isCurator(viewer)
          ? db.query<{ eventId: string; count: number }>(hiddenReviewsOfEvents(ids, viewer.id))
          : Promise.resolve([]),
      (row) => row.eventId,
    ),
    /** Pages of an event's reviews; that the viewer may see the event is the caller's check. */
    reviewsByEventId: pagesBy(
      (ids, page) => db.query<Review>(reviewsOfEvents(ids, page, reader)),
      (review) => review.eventId,
    ),
    /** Pages of an author's reviews, of events that the viewer may see. */
    reviewsByAuthorId: pagesBy(
      (ids, page) => db.query<Review>(reviewsOfAuthors(ids, page, reader)),
      (review) => review.authorId,
    ),
    reviewCountByAuthorId: byId(
      (ids: readonly string[]) => db.query<{ authorId: string; count: number }>(reviewCountsOfAuthors(ids, reader)),
      (row) => row.authorId,
    ),
  };
};
