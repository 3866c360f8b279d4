import type { FactHandler } from '@marquee/platform';
import type { ReviewChanged } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { recount } from '../modules/standing/standing.recount';

/** Counts reviews for the standing of their authors. */
export const reviewChanged =
  ({ clock }: SubgraphRuntime): FactHandler<ReviewChanged, Tx> =>
  async ({ payload, headers }, { tx }) => {
    const { reviewId, version, eventId, authorId, rating } = payload;
    const kept = await tx.$executeRaw`
      INSERT INTO review_copies AS r (review_id, version, event_id, author_id, rating)
      VALUES (${reviewId}::uuid, ${version}, ${eventId}::uuid, ${authorId}::uuid, ${rating})
      ON CONFLICT (review_id) DO UPDATE SET version = excluded.version, rating = excluded.rating
      WHERE r.version < excluded.version`;
    if (kept > 0) await recount(tx, [authorId], { now: clock.now(), correlationId: headers['correlationId'] ?? 'none' });
  };
