import type { FactHandler } from '@marquee/platform';
import type { UserErased } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { lockEvents } from '../modules/event/event.copies';
import { ratingPrior, tellReviews } from '../modules/review/review.facts';

/**
 * A person is gone: their reviews go, and the ratings are told anew; what they decided and flagged stays without their name, because
 * the history of the events is others'. Texts of their events teach the classifier no more.
 */
export const userErased =
  ({ settings, clock }: SubgraphRuntime): FactHandler<UserErased, Tx> =>
  async (fact, { tx }) => {
    const { userId } = fact.payload;
    const erasedAt = clock.now();
    const nobody = { version: 0, role: 'user', reputation: 0, active: false, erasedAt };
    await tx.personCopy.upsert({ where: { userId }, create: { userId, ...nobody }, update: nobody });
    await tx.attendanceCopy.deleteMany({ where: { userId } });
    await tx.flag.updateMany({ where: { flaggerId: userId }, data: { flaggerId: null, details: null } });
    await tx.decision.updateMany({ where: { curatorId: userId }, data: { curatorId: null } });
    await tx.workflow.updateMany({ where: { curatorId: userId }, data: { curatorId: null, claimedUntil: null } });
    await tx.trainingExample.deleteMany({ where: { creatorId: userId } });
    await tx.review.updateMany({ where: { replyById: userId }, data: { replyText: null, replyById: null, repliedAt: null } });
    await tx.idempotencyKey.deleteMany({ where: { principal: userId } });

    const reviews = await tx.review.findMany({ where: { authorId: userId }, orderBy: { id: 'asc' } });
    if (reviews.length === 0) return;
    await lockEvents(
      tx,
      reviews.map((review) => review.eventId),
    );
    await tx.review.deleteMany({ where: { authorId: userId } });
    const news = reviews.map(({ id, version, eventId }) => ({
      reviewId: id,
      version: version + 1,
      eventId,
      authorId: userId,
      rating: null,
    }));
    await tellReviews(tx, news, ratingPrior(settings), fact.headers.correlationId ?? fact.id);
  };
