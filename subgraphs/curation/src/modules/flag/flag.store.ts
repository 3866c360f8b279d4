import { randomUUID } from 'node:crypto';
import { notAllowed, notFound, type Viewer } from '@marquee/platform';
import { isOnShow } from '@marquee/schema/rules/event-visibility';
import type { Step } from '../../context';
import type { EventCopy, Flag, Workflow } from '../../generated/prisma/client';
import { isOwnEvent, onShowOf } from '../event/event-visibility';
import { lockEvents, visibleEvent } from '../event/event.store';
import type { OpenFlag } from '../queue/queue-priority';
import { openFlagsOf, rankOf } from '../queue/queue.store';
import { isTrustedCreator } from '../trust/creator-trust.store';
import { statusAfter } from '../workflow/workflow-status';
import { advanceWorkflow, lockCurrentWorkflow, tellDecided } from '../workflow/workflow.store';
import { recordOf, standingOf } from './flag-standing.store';
import { hidesEvent } from './flag-rings';
import { tiesOf } from './flag-ties.sql';
import { flagWeight, hasStanding, type FlaggerStanding } from './flag-weight';
import { flagSettled } from './flag.facts';
import type { FlagEvent } from './flag.input';
import { alreadyFlagged, tooManyFlags } from './flag.refusals';

const HOUR_MS = 3_600_000;

/** Raises a flag, and brings its event before a curator. */
export async function raiseFlag(step: Step, { eventId, reason, details }: FlagEvent, viewer: Viewer): Promise<Flag> {
  const { tx, now } = step;
  // Two flags of one person at once must count each other; so must three people's of one event.
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`flags of ${viewer.id}`}, 0))::text`;
  await lockEvents(step, [eventId]);
  // Asked first: the flag may be what hid the event from the person since.
  const before = await tx.flag.findFirst({
    where: { eventId, flaggerId: viewer.id, status: { not: 'WITHDRAWN' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (before?.status === 'OPEN') throw alreadyFlagged(before);
  const seen = await visibleEvent(step, eventId, viewer);
  if (!seen) throw notFound('This event');
  const { event } = seen;
  if (isOwnEvent(event, viewer.id, seen.roles)) throw notAllowed('You cannot flag your own event.');
  if (!isOnShow(onShowOf(event))) throw notAllowed('Only what is on show can be flagged.');
  // OUTDATED: of that text nobody has said anything, and it may be back.
  if (before && before.status !== 'OUTDATED' && before.contentHash === event.contentHash) throw alreadyFlagged(before);
  const workflow = await lockCurrentWorkflow(step, eventId);
  // The fact that made the event public makes its workflow, too; and a curator may have taken it down in this very moment.
  if (!workflow || !statusAfter(workflow.status, 'CLAIM')) throw notFound('This event');
  const standing = await standingOf(step, viewer);
  await requireFewFlags(step, viewer, standing);
  const flag = await tx.flag.create({
    data: {
      ...{ id: randomUUID(), eventId, subjectKind: 'EVENT', subjectId: eventId, workflowId: workflow.id },
      ...{ flaggerId: viewer.id, byStaff: standing.isStaff },
      ...{ reason, details: details || null, eventVersion: event.version, contentHash: event.contentHash },
      weight: flagWeight(await recordOf(step, viewer.id), standing, now),
      ties: await standsOn(step, viewer.id, eventId, standing),
      tied: true,
      createdAt: now,
    },
  });
  await bringForward(step, workflow, event);
  return flag;
}

/**
 * Staff speak for themselves. Who has been nowhere and was right about nothing stands on the day on which they came: who makes accounts makes
 * them together.
 */
async function standsOn({ tx }: Step, userId: string, eventId: string, { isStaff, registeredAt }: FlaggerStanding): Promise<string[]> {
  if (isStaff) return [`staff ${userId}`];
  const ties = (await tx.$queryRaw<{ tie: string }[]>(tiesOf(userId, eventId))).map(({ tie }) => tie);
  return ties.length > 0 || registeredAt === null ? ties : [`made ${registeredAt.toISOString().slice(0, 10)}`];
}

/** Takes an open flag back. What has come before a curator stays there, and what is hidden stays hidden until the curator decides. */
export async function withdrawFlag(step: Step, flagId: string, flaggerId: string): Promise<Flag> {
  const { tx, now, tell } = step;
  const known = await tx.flag.findUnique({ where: { id: flagId } });
  if (!known || known.flaggerId !== flaggerId) throw notFound('This flag');
  await lockEvents(step, [known.eventId]);
  const workflow = await lockCurrentWorkflow(step, known.eventId);
  const [flag] = await tx.flag.updateManyAndReturn({
    where: { id: flagId, status: 'OPEN' },
    data: { status: 'WITHDRAWN', resolvedAt: now, version: { increment: 1 } },
  });
  // Decided by now, or withdrawn already: that stands.
  if (!flag) return tx.flag.findUniqueOrThrow({ where: { id: flagId } });
  const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: flag.eventId }, omit: { signature: true } });
  await tell(flagSettled(flag, event, now));
  if (workflow && workflow.id === flag.workflowId && workflow.inQueue) {
    const { queueRank } = await rankWithFlags(step, workflow, event, await openFlagsOf(step, workflow.id));
    await advanceWorkflow(step, workflow, { queueRank });
  }
  return flag;
}

/**
 * A workflow with a new flag: into the queue with a new version, so that a decision about what was read before meets a conflict; and out
 * of sight once the open flags weigh enough.
 */
async function bringForward(step: Step, workflow: Workflow, event: Omit<EventCopy, 'signature'>): Promise<void> {
  const { tx, now, kept } = step;
  const open = await openFlagsOf(step, workflow.id);
  const isSafe = event.imported || (await isTrustedCreator(step, event.creatorId));
  const { CURATION_FLAG_THRESHOLD, CURATION_FLAG_THRESHOLD_TRUSTED, CURATION_FLAG_PEOPLE: people } = kept.settings;
  const threshold = isSafe ? CURATION_FLAG_THRESHOLD_TRUSTED : CURATION_FLAG_THRESHOLD;
  const counted = await tx.flag.findMany({
    where: { workflowId: workflow.id, status: 'OPEN' },
    select: { weight: true, ties: true, tied: true },
  });
  const hides = hidesEvent(
    counted.map(({ weight, ties, tied }) => ({ weight, ties: tied ? ties : null })),
    { threshold, people },
  );
  // A claimed one is hidden too, and stays claimed: the curator reads it again and goes on.
  const hidden = hides && !event.hidden ? statusAfter(workflow.status, 'FLAG') : null;
  const queuedAt = workflow.inQueue ? workflow.queuedAt : now;
  const status = hidden ?? workflow.status;
  const { queueRank, assessment } = await rankWithFlags(step, { ...workflow, status, queuedAt }, event, open);
  const flagged = await advanceWorkflow(step, workflow, { status, inQueue: true, queuedAt, queueRank });
  if (flagged && hidden) await tellDecided(step, flagged, assessment);
}

async function rankWithFlags(step: Step, workflow: Workflow, event: Pick<EventCopy, 'startsAt' | 'creatorId'>, open: readonly OpenFlag[]) {
  const assessment = workflow.assessmentId ? await step.tx.assessment.findUnique({ where: { id: workflow.assessmentId } }) : null;
  return { assessment, queueRank: await rankOf(step, event, workflow, assessment, open) };
}

async function requireFewFlags({ tx, now, kept: { settings } }: Step, viewer: Viewer, standing: FlaggerStanding): Promise<void> {
  if (standing.isStaff) return;
  const limit = hasStanding(standing, now) ? settings.CURATION_FLAGS_AN_HOUR : settings.CURATION_FLAGS_AN_HOUR_NEW;
  const since = new Date(now.getTime() - HOUR_MS);
  const recent = await tx.flag.findMany({
    where: { flaggerId: viewer.id, createdAt: { gt: since } },
    orderBy: { createdAt: 'desc' },
    take: limit,
    select: { createdAt: true },
  });
  const oldest = recent[limit - 1];
  if (oldest) throw tooManyFlags(limit, new Date(oldest.createdAt.getTime() + HOUR_MS));
}
