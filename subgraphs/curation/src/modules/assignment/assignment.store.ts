import type { Step } from '../../context';
import type { QueueEntry } from '../../generated/prisma/client';
import { advanceCase } from '../case/case.store';
import { mayTakeCase } from '../case/case-taker.store';
import { mayTakeReview } from '../decision/review-taker.store';
import { lockSubject } from '../subject/subject.store';
import { statusAfter } from '../workflow/workflow-status';
import { advanceWorkflow, announceStatus } from '../workflow/workflow.store';
import type { Assignee } from './assignee';

/** Of those who come into question, only so many are looked at for one entry. */
const MOST_TRIED = 20;

/** Gives what waits to the first of these people who may have it; null when nobody may, or somebody was faster. */
export function assignEntry(step: Step, entry: QueueEntry, people: readonly Assignee[]): Promise<Assignee | null> {
  return entry.caseId ? assignCase(step, entry.caseId, people) : assignWorkflow(step, entry.id, people);
}

/** Who once had it and gave it back: it is not pressed on them again, though they may still claim it. */
const gaveBackReview = ({ tx }: Step, workflowId: string): Promise<{ userId: string }[]> => tx.$queryRaw`
  SELECT v.curator_id::text AS "userId" FROM workflow_versions v
  JOIN workflow_versions b ON b.workflow_id = v.workflow_id AND b.version = v.version + 1
  WHERE v.workflow_id = ${workflowId}::uuid AND v.in_queue AND v.curator_id IS NOT NULL AND b.in_queue AND b.curator_id IS NULL`;

async function gaveBackCase({ tx }: Step, caseId: string): Promise<{ userId: string }[]> {
  const acts = await tx.caseAct.findMany({ where: { caseId, kind: 'RELEASED', actorId: { not: null } }, select: { actorId: true } });
  return acts.map(({ actorId }) => ({ userId: actorId! }));
}

function tried(people: readonly Assignee[], gaveBack: readonly { userId: string }[]): Assignee[] {
  const without = new Set(gaveBack.map(({ userId }) => userId));
  return people.filter(({ userId }) => !without.has(userId)).slice(0, MOST_TRIED);
}

async function assignWorkflow(step: Step, workflowId: string, people: readonly Assignee[]): Promise<Assignee | null> {
  const workflow = await step.tx.workflow.findUnique({ where: { id: workflowId } });
  const status = workflow && statusAfter(workflow.status, 'CLAIM');
  if (!status || !workflow.inQueue || isClaimed(step, workflow)) return null;
  const some = tried(people, await gaveBackReview(step, workflowId));
  const taker = await firstOf(some, ({ userId }) => mayTakeReview(step, workflow, userId));
  if (!taker) return null;
  const given = { status, curatorId: taker.userId, claimedUntil: assignedUntil(step) };
  const assigned = await advanceWorkflow(step, workflow, given, { act: 'HANDED_OVER', actorId: null });
  if (assigned && assigned.status !== workflow.status && !assigned.revisionId) announceStatus(step, assigned);
  return assigned && taker;
}

async function assignCase(step: Step, caseId: string, people: readonly Assignee[]): Promise<Assignee | null> {
  const known = await step.tx.case.findUnique({ where: { id: caseId } });
  if (!known) return null;
  await lockSubject(step, known);
  const one = await step.tx.case.findUniqueOrThrow({ where: { id: caseId } });
  if (!one.inQueue || isClaimed(step, one)) return null;
  // What was escalated an administrator decides.
  const some = tried(one.escalated ? people.filter(({ role }) => role === 'admin') : people, await gaveBackCase(step, caseId));
  const taker = await firstOf(some, ({ userId }) => mayTakeCase(step, one, userId));
  if (!taker) return null;
  const until = assignedUntil(step);
  await advanceCase(step, one, { curatorId: taker.userId, claimedUntil: until }, { kind: 'HANDED_OVER', until });
  return taker;
}

/** Forgets what somebody who judges no more has said of themselves. */
export const forgetCuratorProfile = ({ tx }: Step, userId: string) => tx.curatorProfile.deleteMany({ where: { userId } });

const isClaimed = ({ now }: Step, { claimedUntil }: { claimedUntil: Date | null }): boolean => claimedUntil !== null && claimedUntil > now;

const assignedUntil = ({ now, kept }: Step): Date => new Date(now.getTime() + kept.settings.CURATION_ASSIGNED_HOURS * 3_600_000);

async function firstOf<Item>(items: readonly Item[], holds: (item: Item) => Promise<boolean>): Promise<Item | null> {
  for (const item of items) if (await holds(item)) return item;
  return null;
}
