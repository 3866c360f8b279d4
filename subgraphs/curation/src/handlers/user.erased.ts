import { forgetAnswersOf, forgetExportsOf, forgetWorkOf } from '@marquee/platform';
import { erasureReceipts } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';
import { Prisma } from '../generated/prisma/client';
import { forgetCuratorProfile } from '../modules/assignment/assignment.store';
import { forgetCaseAppealsOf } from '../modules/case-appeal/case-appeal.store';
import { closeCasesOf } from '../modules/case/case-erasure.store';
import { leaveCollections } from '../modules/collection/collection-erasure.store';
import { forgetActsOf } from '../modules/moderation-log/moderation-log.store';
import { buryPerson } from '../modules/person/person.store';
import { removeReviewsOf } from '../modules/review/review.store';

/**
 * A person is gone. Their reviews go, and the new ratings are told. What they decided and flagged stays without their name, because
 * the history of an event belongs to others. Texts of their events teach the classifier no more.
 */
export const userErased: Handler<'user.erased'> = async ({ payload }, step) => {
  const { userId } = payload;
  const { tx } = step;
  await buryPerson(step, userId);
  await closeCasesOf(step, userId);
  await forgetCaseAppealsOf(step, userId);
  await leaveCollections(step, userId);
  await forgetCuratorProfile(step, userId);
  // Before anything of workflows and flags: that is the order in which everybody else takes these locks.
  await removeReviewsOf(step, userId);
  await tx.connectionCopy.deleteMany({ where: { OR: [{ lowId: userId }, { highId: userId }] } });
  await tx.attendanceCopy.deleteMany({ where: { userId } });
  await tx.eventInvitationCopy.deleteMany({ where: { userId } });
  await tx.groupMemberCopy.deleteMany({ where: { userId } });
  await tx.organizationMemberCopy.deleteMany({ where: { userId } });
  await tx.$executeRaw`
    UPDATE event_copies SET team = (SELECT coalesce(jsonb_agg(member), '[]') FROM jsonb_array_elements(team) AS member
      WHERE member ->> 'userId' <> ${userId}::text)
    WHERE team @> jsonb_build_array(jsonb_build_object('userId', ${userId}::text))`;
  await tx.flag.updateMany({ where: { flaggerId: userId }, data: { flaggerId: null, details: null } });
  await tx.report.updateMany({ where: { reporterId: userId }, data: { reporterId: null, details: null } });
  await tx.case.updateMany({ where: { curatorId: userId }, data: { curatorId: null, claimedUntil: null } });
  await tx.caseAct.updateMany({ where: { actorId: userId }, data: { actorId: null } });
  await tx.appeal.updateMany({ where: { authorId: userId }, data: { authorId: null, text: null } });
  await tx.decision.updateMany({ where: { curatorId: userId }, data: { curatorId: null } });
  await tx.workflow.updateMany({ where: { curatorId: userId }, data: { curatorId: null, claimedUntil: null } });
  await tx.workflowVersion.updateMany({ where: { curatorId: userId }, data: { curatorId: null } });
  await tx.workflowVersion.updateMany({ where: { actorId: userId }, data: { actorId: null } });
  await forgetActsOf(step, userId);
  await tx.revisionCopy.updateMany({ where: { authorId: userId }, data: { proposed: Prisma.DbNull } });
  await tx.trainingExample.deleteMany({ where: { creatorId: userId } });
  await tx.review.updateMany({ where: { replyById: userId }, data: { replyText: null, replyById: null, repliedAt: null } });
  await tx.review.updateMany({ where: { removedById: userId }, data: { removedById: null } });
  await forgetAnswersOf(step, userId);
  await forgetExportsOf(step, userId);
  await forgetWorkOf(step, userId);
  await step.tell(...erasureReceipts('curation', payload, step.now));
};
