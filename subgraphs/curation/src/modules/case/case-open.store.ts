import { notAllowed, notFound, type Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { Case } from '../../generated/prisma/client';
import { mayJudge } from '../subject/subject-rights';
import { lockSubject } from '../subject/subject.store';
import { hasDecided, hasReported, isOwn } from './case-taker.store';
import type { CaseRead } from './case.input';
import { caseConflict } from './case.refusals';

/** Who judges. */
export type Judge = Pick<Viewer, 'id' | 'role'>;

/** A case that waits, locked, which this person may judge and has read in this version. */
export async function requireOpenCase(
  step: Step,
  judge: Judge,
  { caseId, version }: Pick<CaseRead, 'caseId' | 'version'>,
  { deciding = false } = {},
): Promise<Case> {
  const one = await requireOthersCase(step, judge, caseId);
  if (one.version !== version || !one.inQueue) throw caseConflict(one, 'It was changed or decided meanwhile. Read it again.');
  const isClaimedByOther = one.curatorId !== null && one.curatorId !== judge.id && one.claimedUntil !== null && one.claimedUntil > step.now;
  if (isClaimedByOther && judge.role !== 'admin') throw caseConflict(one, 'Somebody else has claimed it.', { nextStep: 'WAIT' });
  const isClaimed = one.curatorId === judge.id && one.claimedUntil !== null && one.claimedUntil > step.now;
  if (deciding && !isClaimed && step.kept.settings.CURATION_CLAIM_REQUIRED)
    throw caseConflict(one, 'Claim it before you decide.', { nextStep: null });
  return one;
}

/** A case, locked, of what somebody else wrote and reported. */
export async function requireOthersCase(step: Step, judge: Judge, caseId: string): Promise<Case> {
  const known = await step.tx.case.findUnique({ where: { id: caseId } });
  if (!known || !mayJudge(judge, known.kind)) throw notFound('This case');
  await lockSubject(step, known);
  const one = await step.tx.case.findUniqueOrThrow({ where: { id: caseId } });
  if (one.authorId === judge.id) throw notAllowed('Somebody else must judge what you wrote.');
  if (await hasReported(step, one, judge.id)) throw notAllowed('Somebody else must judge what you reported.');
  if (await isOwn(step, one, judge.id))
    throw notAllowed('Somebody else must judge reviews of your own event, where you work, and collections you look after.');
  if (await hasDecided(step, one, judge.id)) throw notAllowed('Somebody else must look again at what you decided.');
  if (one.escalated && judge.role !== 'admin') throw notAllowed('An administrator has been asked to decide it.');
  return one;
}
