import { byId, byKey } from '@marquee/platform';
import type { Database } from '../../db';
import type { Review } from '../../generated/prisma/client';
import type { RatingSum } from './rating';
import { ratingsOf } from './review.facts';
import { countReviewsOfAuthors, pageIdentity, reviewsOfAuthors, reviewsOfEvents, type PageKey, type Reader } from './review.pages';

/** Reviews of an author as one reader may see them; the reader is the same in a whole request. */
interface ReadPageKey extends PageKey {
  reader: Reader;
}

export const reviewLoaders = (db: Database) => ({
  reviewById: byId(
    (ids: readonly string[]) => db.prisma.review.findMany({ where: { id: { in: [...ids] } } }),
    (review) => review.id,
  ),
  ratingByEventId: byKey<{ eventId: string }, RatingSum | null>(
    (keys) =>
      ratingsOf(
        db,
        keys.map((key) => key.eventId),
      ),
    (key) => key.eventId,
    null,
  ),
  reviewsOfEvent: byKey<PageKey, Review[]>(
    (keys) => pages(keys, (owners, { page }) => reviewsOfEvents(db, owners, page)),
    pageIdentity,
    [],
  ),
  reviewsOfAuthor: byKey<ReadPageKey, Review[]>(
    (keys) => pages(keys, (owners, { page, reader }) => reviewsOfAuthors(db, owners, page, reader)),
    pageIdentity,
    [],
  ),
  reviewCountOfAuthor: byKey<{ authorId: string; reader: Reader }, number>(
    (keys) =>
      countReviewsOfAuthors(
        db,
        keys.map((key) => key.authorId),
        keys[0]!.reader,
      ),
    (key) => key.authorId,
    0,
  ),
});

/** Keys with the same arguments share a statement; a document asks for few different pages. */
async function pages<Key extends PageKey>(
  keys: readonly Key[],
  load: (owners: string[], key: Key) => Promise<Map<string, Review[]>>,
): Promise<Map<string, Review[]>> {
  const byArguments = new Map<string, Key[]>();
  for (const key of keys) {
    const args = JSON.stringify(key.page);
    byArguments.set(args, [...(byArguments.get(args) ?? []), key]);
  }
  const found = new Map<string, Review[]>();
  for (const group of byArguments.values()) {
    const rows = await load(
      group.map((key) => key.owner),
      group[0]!,
    );
    for (const key of group) found.set(pageIdentity(key), rows.get(key.owner) ?? []);
  }
  return found;
}
