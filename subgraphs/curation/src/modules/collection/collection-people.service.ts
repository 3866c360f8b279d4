import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Collection } from '../../generated/prisma/client';
import { areInABlock } from '../person/person.store';
import { mayJudge } from '../subject/subject-rights';
import { collectionInvited } from './collection.facts';
import type { AnswerCoCuratorInvitation, InviteCoCurator, OneCollection, RemoveCoCurator } from './collection.input';
import type { CollectionService } from './collection.service';
import { changeCollection, holdPublished, isSeenBy, lockCollection, roleIn } from './collection.store';

const MOST_CO_CURATORS = 10;

/** Who looks after a collection, who follows it, and who has opened it. */
export class CollectionPeopleService {
  constructor(
    private readonly ctx: Context,
    private readonly collections: CollectionService,
  ) {}

  async invite(input: InviteCoCurator): Promise<Collection> {
    const { collectionId, userId, sharePercent } = input;
    const { viewer } = this.ctx;
    await this.ctx.change('inviteCoCurator', input, async (step) => {
      const { tx, now } = step;
      const one = await lockCollection(step, collectionId);
      const role = await roleIn(step, one, viewer.id);
      if (!isSeenBy(one, role, viewer)) throw notFound('This collection');
      if (role !== 'OWNER') throw notAllowed('Only its owner may ask others to look after it.');
      if (userId === viewer.id) throw invalidInput('userId', 'must be somebody else');
      const other = await tx.personCopy.findUnique({ where: { userId } });
      const may = other?.active && !other.erasedAt && mayJudge(other, 'COLLECTION');
      if (!may || (await areInABlock(step, viewer.id, userId))) throw notFound('This curator');
      const parts = await tx.collectionCurator.findMany({ where: { collectionId } });
      const others = parts.filter((part) => part.userId !== userId);
      const left = 100 - others.reduce((sum, part) => sum + part.sharePercent, 0);
      if (sharePercent > left) throw invalidInput('sharePercent', `must be at most ${left}, what is not given away`);
      if (others.length >= MOST_CO_CURATORS) throw invalidInput('userId', `must not be the ${MOST_CO_CURATORS + 1}th co-curator`);
      const part = parts.find((known) => known.userId === userId);
      // The same again is nothing new.
      if (part?.sharePercent === sharePercent) return one.id;
      const asked = { sharePercent, invitedAt: now, acceptedAt: null };
      await tx.collectionCurator.upsert({
        where: { collectionId_userId: { collectionId, userId } },
        create: { collectionId, userId, ...asked },
        update: asked,
      });
      await step.tell(collectionInvited(await changeCollection(step, one), { userId, sharePercent, inviterId: viewer.id }));
      return one.id;
    });
    return this.collections.require(collectionId);
  }

  async answer(input: AnswerCoCuratorInvitation): Promise<Collection | null> {
    const { collectionId, accept } = input;
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change('answerCoCuratorInvitation', input, async (step) => {
      const one = await lockCollection(step, collectionId);
      const role = await roleIn(step, one, userId);
      if (role !== 'INVITED' || (await areInABlock(step, userId, one.ownerId))) throw notFound('This invitation');
      const where = { collectionId_userId: { collectionId, userId } };
      if (accept) await step.tx.collectionCurator.update({ where, data: { acceptedAt: step.now } });
      else await step.tx.collectionCurator.delete({ where });
      await changeCollection(step, one);
      return one.id;
    });
    return this.collections.byId(collectionId);
  }

  async remove(input: RemoveCoCurator): Promise<Collection | null> {
    const { collectionId, userId } = input;
    const { viewer } = this.ctx;
    await this.ctx.change('removeCoCurator', input, async (step) => {
      const one = await lockCollection(step, collectionId);
      const role = await roleIn(step, one, viewer.id);
      if (!isSeenBy(one, role, viewer)) throw notFound('This collection');
      if (role !== 'OWNER' && userId !== viewer.id) throw notAllowed('Only its owner may end the part of others.');
      const { count } = await step.tx.collectionCurator.deleteMany({ where: { collectionId, userId } });
      if (count === 0) throw notFound('This co-curator');
      await changeCollection(step, one);
      return one.id;
    });
    return this.collections.byId(collectionId);
  }

  async follow(input: OneCollection): Promise<Collection> {
    const { collectionId } = input;
    await this.ctx.change('followCollection', input, async (step) => {
      await holdPublished(step, collectionId);
      const follow = { collectionId, userId: this.ctx.viewer.id, createdAt: step.now };
      await step.tx.collectionFollow.createMany({ data: [follow], skipDuplicates: true });
      return collectionId;
    });
    return this.collections.require(collectionId);
  }

  async unfollow(input: OneCollection): Promise<Collection | null> {
    const { collectionId } = input;
    await this.ctx.change('unfollowCollection', input, async ({ tx }) => {
      await tx.collectionFollow.deleteMany({ where: { collectionId, userId: this.ctx.viewer.id } });
      return collectionId;
    });
    return this.collections.byId(collectionId);
  }

  async view(input: OneCollection): Promise<Collection> {
    const { collectionId } = input;
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change('viewCollection', input, async (step) => {
      const { tx, now } = step;
      // Read without a lock: many open it at once, and each of them changes its number.
      const one = await tx.collection.findFirst({ where: { id: collectionId, status: 'PUBLISHED' } });
      if (!one) throw notFound('This collection');
      if ((await roleIn(step, one, userId)) !== null) return collectionId;
      // The row of a day is there once, whoever meets: who makes it counts.
      await tx.$executeRaw`
        WITH first AS (
          INSERT INTO collection_views (collection_id, user_id, day)
          VALUES (${collectionId}::uuid, ${userId}::uuid, (${now}::timestamptz AT TIME ZONE 'UTC')::date) ON CONFLICT DO NOTHING RETURNING collection_id)
        UPDATE collections SET view_count = view_count + 1 WHERE id IN (SELECT collection_id FROM first)`;
      return collectionId;
    });
    return this.collections.require(collectionId);
  }
}
