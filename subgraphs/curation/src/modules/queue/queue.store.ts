import type { Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { flagFacts, queueRank, queueWeights, screeningFacts, type OpenFlag } from './queue-priority';

/** Workflows ranked in one step. */
const AT_ONCE = 500;

/** The rank of an event's workflow that waits since `queuedAt`; `openFlags`: the objections to it that wait, too. */
export async function rankOf(
  { tx, kept: { settings } }: Step,
  { startsAt, creatorId }: Pick<EventCopy, 'startsAt' | 'creatorId'>,
  { status, queuedAt }: Pick<Workflow, 'status' | 'queuedAt'>,
  assessment: Parameters<typeof screeningFacts>[0],
  openFlags: readonly OpenFlag[] = [],
): Promise<number> {
  const person = await tx.personCopy.findUnique({ where: { userId: creatorId }, select: { reputation: true } });
  const flags = flagFacts(openFlags, settings.CURATION_FLAG_THRESHOLD);
  const facts = { queuedAt, startsAt, status, reputation: person?.reputation ?? 0, ...flags, ...screeningFacts(assessment) };
  return queueRank(facts, queueWeights(settings));
}

/** The objections to the event of a workflow that no curator has decided about. */
export const openFlagsOf = ({ tx }: Step, workflowId: string) =>
  tx.flag.findMany({
    where: { workflowId, status: 'OPEN' },
    select: { weight: true, reason: true, byStaff: true },
  });

/** The creator's reputation has changed by `difference`; what of theirs waits moves accordingly. */
export async function moveInQueue({ tx, kept }: Step, creatorId: string, difference: number): Promise<void> {
  if (difference === 0) return;
  // The rank is a sum, so one term can change without knowing the others. No version: to a curator nothing about the event has changed.
  const points = (kept.settings.CURATION_QUEUE_REPUTATION * difference) / 100;
  await tx.$executeRaw`UPDATE workflows SET queue_rank = queue_rank + ${points}::float8 WHERE in_queue AND creator_id = ${creatorId}::uuid`;
}

/** What waits of an event that was changed while somebody changed the entry, too, stands under its present category and city again. */
export async function mendEntries({ tx }: Step): Promise<void> {
  await tx.$executeRaw`
    UPDATE queue_entries q SET category_slug = e.category_slug, city = lower(e.city)
    FROM event_copies e
    WHERE e.event_id = q.event_id AND (q.category_slug, q.city) IS DISTINCT FROM (e.category_slug, lower(e.city))`;
}

/** Ranks a bounded number of those that wait again, by id from `last` on. Returns the last id looked at, or null at the end. */
export async function rankAfter({ tx, kept }: Step, last: string | null): Promise<string | null> {
  const waiting = await tx.workflow.findMany({
    where: { inQueue: true, ...(last && { id: { gt: last } }) },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  const events = await tx.eventCopy.findMany({
    where: { eventId: { in: waiting.map((one) => one.eventId) } },
    select: { eventId: true, startsAt: true },
  });
  const people = await tx.personCopy.findMany({
    where: { userId: { in: waiting.map((one) => one.creatorId) } },
    select: { userId: true, reputation: true },
  });
  const flags = await tx.flag.findMany({
    where: { workflowId: { in: waiting.map((one) => one.id) }, status: 'OPEN' },
    select: { workflowId: true, weight: true, reason: true, byStaff: true },
  });
  const assessments = await tx.assessment.findMany({ where: { id: { in: waiting.flatMap((one) => one.assessmentId ?? []) } } });

  const startOf = new Map(events.map((event) => [event.eventId, event.startsAt]));
  const reputationOf = new Map(people.map((person) => [person.userId, person.reputation]));
  const assessmentById = new Map(assessments.map((assessment) => [assessment.id, assessment]));
  const flagsOf = new Map<string, OpenFlag[]>();
  for (const { workflowId, ...flag } of flags) flagsOf.set(workflowId, [...(flagsOf.get(workflowId) ?? []), flag]);
  const weights = queueWeights(kept.settings);
  const stale = waiting.flatMap(({ id, version, eventId, creatorId, assessmentId, status, queuedAt, queueRank: present }) => {
    const startsAt = startOf.get(eventId);
    if (!startsAt) return [];
    const assessment = (assessmentId && assessmentById.get(assessmentId)) || null;
    const objections = flagFacts(flagsOf.get(id) ?? [], kept.settings.CURATION_FLAG_THRESHOLD);
    const reputation = reputationOf.get(creatorId) ?? 0;
    const facts = { queuedAt, startsAt, status, reputation, ...objections, ...screeningFacts(assessment) };
    const rank = queueRank(facts, weights);
    return Math.abs(rank - present) < 1e-6 ? [] : [{ id, version, rank }];
  });
  if (stale.length > 0) {
    await tx.$executeRaw`
      UPDATE workflows w SET queue_rank = s.rank
      FROM jsonb_to_recordset(${JSON.stringify(stale)}::jsonb) AS s(id uuid, version int, rank float8)
      WHERE w.id = s.id AND w.version = s.version`;
  }
  return waiting.at(-1)?.id ?? null;
}
