import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';
import { uncertaintyOf } from '../modules/assessment/recommendation';
import { queueRank, queueWeights } from '../modules/workflow/queue.priority';

const TEN_MINUTES = 600_000;
const AT_ONCE = 500;

/**
 * Computes the rank of everything in the queue anew. Needed when the weights in the settings have changed; else it finds nothing to do.
 * In steps of bounded size, by id, so that a long queue is no long transaction.
 */
export const rankQueue = (runtime: SubgraphRuntime): Job => ({
  name: 'rank-queue',
  everyMs: TEN_MINUTES,
  run: async () => {
    for (let from: string | null = null; ;) {
      const last: string | null = await rankSome(runtime, from);
      if (last === null) return;
      from = last;
    }
  },
});

/** Answers the last id looked at, or null when there were no more. */
async function rankSome({ db, settings }: SubgraphRuntime, from: string | null): Promise<string | null> {
  const waiting = await db.prisma.workflow.findMany({
    where: { inQueue: true, ...(from && { id: { gt: from } }) },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  const [events, people, assessments] = await Promise.all([
    db.prisma.eventCopy.findMany({
      where: { eventId: { in: waiting.map((one) => one.eventId) } },
      select: { eventId: true, startsAt: true },
    }),
    db.prisma.personCopy.findMany({
      where: { userId: { in: waiting.map((one) => one.creatorId) } },
      select: { userId: true, reputation: true },
    }),
    db.prisma.assessment.findMany({ where: { id: { in: waiting.flatMap((one) => one.assessmentId ?? []) } } }),
  ]);
  const weights = queueWeights(settings);
  const stale = waiting.flatMap((workflow) => {
    const event = events.find((one) => one.eventId === workflow.eventId);
    if (!event) return [];
    const assessment = assessments.find((one) => one.id === workflow.assessmentId);
    const rank = queueRank(
      {
        queuedAt: workflow.queuedAt,
        startsAt: event.startsAt,
        status: workflow.status,
        uncertainty: assessment ? uncertaintyOf(assessment) : 1,
        reputation: people.find((one) => one.userId === workflow.creatorId)?.reputation ?? 0,
        recommendation: assessment?.recommendation ?? null,
      },
      weights,
    );
    return Math.abs(rank - workflow.queueRank) < 1e-6 ? [] : [{ id: workflow.id, version: workflow.version, rank }];
  });
  if (stale.length > 0) {
    await db.prisma.$executeRaw`
      UPDATE workflows w SET queue_rank = s.rank
      FROM jsonb_to_recordset(${JSON.stringify(stale)}::jsonb) AS s(id uuid, version int, rank float8)
      WHERE w.id = s.id AND w.version = s.version`;
  }
  return waiting.at(-1)?.id ?? null;
}
