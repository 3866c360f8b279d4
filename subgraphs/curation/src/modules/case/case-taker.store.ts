import type { Step } from '../../context';
import type { Case } from '../../generated/prisma/client';
import { isOfOwnCollection } from '../collection/collection-moderation.store';
import { isOfOwnEvent } from '../review/review-moderation.store';
import { worksAt } from '../subject/subject-people.store';
import { mayJudge, organizationOf } from '../subject/subject-rights';
import { decisionOf } from './case.store';

/** May this person be given a case? Not what they wrote, reported or have a part in, and no appeal against what they decided. */
export async function mayTakeCase(step: Step, one: Case, userId: string): Promise<boolean> {
  const person = await step.tx.personCopy.findUnique({ where: { userId } });
  if (!person?.active || person.erasedAt || !mayJudge(person, one.kind)) return false;
  if (userId === one.authorId || (one.escalated && person.role !== 'admin')) return false;
  return !(await isOwn(step, one, userId)) && !(await hasDecided(step, one, userId)) && !(await hasReported(step, one, userId));
}

export async function hasReported({ tx }: Step, { id }: Case, userId: string): Promise<boolean> {
  return (await tx.report.count({ where: { caseId: id, reporterId: userId, status: { not: 'WITHDRAWN' } } })) > 0;
}

/** Has this person a part in what is judged, beside having written it? */
export async function isOwn(step: Step, one: Case, userId: string): Promise<boolean> {
  const { kind, subjectId } = one;
  if (kind === 'REVIEW') return isOfOwnEvent(step, subjectId, userId);
  const organizationId = organizationOf(one);
  if (organizationId) return worksAt(step, organizationId, userId);
  return kind === 'COLLECTION' && isOfOwnCollection(step, subjectId, userId);
}

/** Is it this person's decision that is appealed against? */
export const hasDecided = async (step: Step, one: Case, userId: string): Promise<boolean> =>
  one.status === 'APPEALED' && (await decisionOf(step, one))?.actorId === userId;
