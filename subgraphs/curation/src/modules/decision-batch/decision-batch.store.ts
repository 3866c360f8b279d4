import { invalidInput, notAllowed, notFound, Refusal } from '@marquee/platform';
import type { Step } from '../../context';
import type { ErrorCode } from '../../generated/resolvers';
import { decideCaseAs } from '../case/case-decision.store';
import type { Judge } from '../case/case-open.store';
import { decideReviewAs } from '../decision/review-decision.store';
import { mayJudge } from '../subject/subject-rights';
import type { BatchDecision } from './decision-batch.input';
import { DECIDE_BATCH } from './decision-batch.sql';
import type { BatchOutcome } from './decision-batch.types';

/** A transaction that has taken so long ends with what it has decided, so that on a busy machine it still comes to its end. */
const LONG_MS = 500;
/** More at once, and a curator's batches wait for each other anyway. */
const MOST_OPEN = 5;

/** Held until the transaction ends, so that requests side by side count each other. */
export async function requireFewBatches({ tx }: Step, owner: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`batches of ${owner}`}, 0))::text`;
  const open = await tx.longWork.count({ where: { owner, kind: DECIDE_BATCH, state: { in: ['QUEUED', 'RUNNING'] } } });
  if (open >= MOST_OPEN) throw notAllowed(`${MOST_OPEN} batches of yours are under way. Wait for one of them.`);
}

/**
 * Makes some decisions in one transaction, at least one; returns what came of those that it made. They are made in the order in which everybody else locks
 * what they are about (case-erasure.store.ts), workflows before: two who decide about the same things wait for each other and do not meet.
 */
export async function decideSome(step: Step, judge: Judge, decisions: readonly BatchDecision[], batchId: string): Promise<BatchOutcome[]> {
  const cases = await step.tx.case.findMany({
    where: { id: { in: decisions.map(({ entryId }) => entryId) } },
    orderBy: [{ kind: 'asc' }, { subjectId: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  const place = new Map(cases.map(({ id }, at) => [id, at]));
  const isCase = ({ entryId }: BatchDecision) => place.has(entryId);
  const ordered = [
    ...decisions.filter((one) => !isCase(one)).sort((one, other) => (one.entryId < other.entryId ? -1 : 1)),
    ...decisions.filter(isCase).sort((one, other) => place.get(one.entryId)! - place.get(other.entryId)!),
  ];
  const outcomes: BatchOutcome[] = [];
  const begun = performance.now();
  for (const one of ordered) {
    outcomes.push(await tried(step, judge, one, { isCase: isCase(one), batchId }));
    if (performance.now() - begun > LONG_MS) break;
  }
  return outcomes;
}

/** Who decides refuses before anything is written, so the transaction goes on with the next. */
async function tried(
  step: Step,
  judge: Judge,
  one: BatchDecision,
  { isCase, batchId }: { isCase: boolean; batchId: string },
): Promise<BatchOutcome> {
  const { entryId } = one;
  try {
    await (isCase ? decideCase(step, judge, one, batchId) : decideReview(step, judge, one, batchId));
    return { entryId, refusal: null, message: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { entryId, refusal: error.code as ErrorCode, message: error.message };
  }
}

async function decideReview(
  step: Step,
  judge: Judge,
  { entryId: workflowId, decision, ...said }: BatchDecision,
  batchId: string,
): Promise<void> {
  if (!mayJudge(judge, 'EVENT')) throw notAllowed('This account judges nothing any more.');
  if (decision === 'DISMISS' || decision === 'REMOVE') {
    if (!(await step.tx.workflow.findUnique({ where: { id: workflowId }, select: { id: true } }))) throw notFound('This entry');
    throw invalidInput('decision', 'must be APPROVE, REQUEST_CHANGES or REJECT here');
  }
  return decideReviewAs(step, judge.id, { ...said, workflowId, decision, flags: [], flagDecisions: [] }, batchId);
}

async function decideCase(step: Step, judge: Judge, { entryId: caseId, decision, ...said }: BatchDecision, batchId: string): Promise<void> {
  if (decision !== 'DISMISS' && decision !== 'REMOVE') throw invalidInput('decision', 'must be DISMISS or REMOVE here');
  return decideCaseAs(step, judge, { ...said, caseId, verdict: decision, reports: [], restrictDays: null }, batchId);
}
