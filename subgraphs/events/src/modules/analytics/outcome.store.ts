import type { Database } from '../../db';

const MARK = 'roll-up-outcomes';
/** Answers carry the time at which their transaction began: one that took long is not missed. */
const OVERLAP_MS = 2 * 60_000;
const BATCH = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Counts anew how people answered, paid and came, by day (UTC), of the events about which something changed: tickets and the door change the answer, too. */
export async function countOutcomes(db: Pick<Database, 'prisma' | 'transaction'>, now: Date): Promise<void> {
  const { prisma } = db;
  const mark = await prisma.jobMark.findUnique({ where: { name: MARK } });
  const since = new Date((mark?.at.getTime() ?? OVERLAP_MS) - OVERLAP_MS);
  for (let after: string | null = BEFORE_ALL; after;) {
    const touched: { id: string }[] = await prisma.$queryRaw`
      SELECT DISTINCT event_id AS id FROM attendances WHERE updated_at > ${since} AND event_id > ${after}::uuid ORDER BY event_id LIMIT ${BATCH}`;
    const ids = touched.map(({ id }) => id);
    if (ids.length > 0) await countBatch(db, ids);
    after = ids.length === BATCH ? ids.at(-1)! : null;
  }
  await prisma.jobMark.upsert({ where: { name: MARK }, create: { name: MARK, at: now }, update: { at: now } });
}

/** A day on which nobody is left has no row: they go and come in one transaction, so nobody reads half of it. */
const countBatch = ({ transaction }: Pick<Database, 'transaction'>, ids: readonly string[]): Promise<void> =>
  transaction(async (tx) => {
    const events = [...ids];
    await tx.$executeRaw`DELETE FROM event_outcome_days WHERE event_id = ANY (${events}::uuid[])`;
    await tx.$executeRaw`
      INSERT INTO event_outcome_days (event_id, day, answered, going, paid, came)
      SELECT event_id, (at AT TIME ZONE 'UTC')::date, sum(answered), sum(going), sum(paid), sum(came) FROM (
        SELECT event_id, created_at AS at, 1 AS answered, (status = 'GOING')::int AS going, 0 AS paid, 0 AS came FROM attendances
        WHERE event_id = ANY (${events}::uuid[]) AND status IN ('GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'INTERESTED', 'MAYBE')
        UNION ALL SELECT event_id, checked_in_at, 0, 0, 0, 1 FROM attendances WHERE event_id = ANY (${events}::uuid[]) AND checked_in_at IS NOT NULL
        UNION ALL SELECT event_id, min(paid_at), 0, 0, 1, 0 FROM tickets
        WHERE event_id = ANY (${events}::uuid[]) AND user_id IS NOT NULL AND paid_at IS NOT NULL AND refunded_at IS NULL GROUP BY event_id, user_id
      ) each GROUP BY 1, 2`;
  });
