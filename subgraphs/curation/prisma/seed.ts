import { appendAll, createLogger, FILLING, inBulk } from '@marquee/platform';
import { openDatabase, type Database } from '../src/db';
import { lockEvents } from '../src/modules/event/event.store';
import type { RatingPrior } from '../src/modules/review/rating';
import { newsOf, reviewFacts } from '../src/modules/review/review.store';

/** What a guest of the demo world wrote. Ids are the caller's; that the author was there is the caller's word. */
export interface SeedReview {
  id: string;
  eventId: string;
  authorId: string;
  /** 1 to 5. */
  rating: number;
  text: string;
  at: Date;
  /** What the organiser answered. */
  reply?: { text: string; authorId: string; at: Date } | null;
}

export interface SeedInput {
  reviews?: readonly SeedReview[];
}

export interface Seeded {
  reviews: number;
}

/** The settings' defaults: a demo world has no others. */
const PRIOR: RatingPrior = { mean: 3.5, weight: 5 };

/**
 * Puts the reviews of the demo world into the database and tells the ratings. What waits for curators is not seeded here: it comes from
 * the events that are seeded as PENDING_REVIEW, by the same fact as any submission; so does the screening of the imported ones. What is
 * there already stays as it is, so that a second run changes nothing. A fixed number of statements.
 */
export async function seed(db: Database, { reviews = [] }: SeedInput): Promise<Seeded> {
  if (reviews.length === 0) return { reviews: 0 };
  return db.transaction(async (tx) => {
    await lockEvents(
      { tx },
      reviews.map((review) => review.eventId),
    );
    const made = await tx.review.createManyAndReturn({
      data: reviews.map(({ at, reply, ...review }) => ({
        ...review,
        createdAt: notAfterNow(at),
        replyText: reply?.text ?? null,
        replyById: reply?.authorId ?? null,
        repliedAt: reply ? notAfterNow(reply.at) : null,
      })),
      skipDuplicates: true,
    });
    await tx.reviewVersion.createMany({
      data: made.map(({ id, version, rating, text, createdAt }) => ({ reviewId: id, version, rating, text, createdAt })),
    });
    const facts = await reviewFacts(tx, made.map(newsOf), PRIOR);
    await appendAll(tx, inBulk(facts.map((fact) => ({ ...fact, headers: { correlationId: 'seed' } }))));
    return { reviews: made.length };
  }, FILLING);
}

/** The same for who has an address and no connection: opens one, seeds, closes it. */
export async function seedAt(url: string, input: SeedInput): Promise<Seeded> {
  const db = openDatabase(url, createLogger('curation-seed', 'warn'));
  try {
    return await seed(db, input);
  } finally {
    await db.close();
  }
}

/** A generator that adds days to the end of an event may arrive at tomorrow. */
const notAfterNow = (moment: Date): Date => new Date(Math.min(moment.getTime(), Date.now()));
