import type { Database } from '../../db';
import { HALF_LIFE_SECONDS, REMEMBERED_DAYS } from './popularity';

/** Answers carry the time at which their transaction began: one that took long is not missed. */
const OVERLAP_MS = 2 * 60_000;
const BATCH = 2_000;
const MARK = 'refresh-popularity';

/**
 * Brings `event_popularity` up to date for all events about which something happened since the last time.
 *
 * Heat is log2 of Σ worth · 2^(moment / half-life): each deed is worth more the later it is, instead of less the longer ago (forward
 * decay, Cormode et al. 2009). So the order of events stays right as time passes, an index can hold it, and only events about which
 * something happens have to be counted anew. Worth: a place taken or waited for 3, a calendar 2, saved 1.5, interested, maybe or liked 1; of each person
 * what is worth most, once, and from the moment in which they first had to do with it: what is done again, or taken back and done again, is no newer
 * (`event_first_deeds`). Only people count who are known and trusted: active, with an address that is theirs or who were let in somewhere, and whose
 * account was a day old when they did it.
 */
export async function countPopularity({ prisma }: Pick<Database, 'prisma'>, now: Date): Promise<void> {
  const mark = await prisma.jobMark.findUnique({ where: { name: MARK } });
  const since = new Date((mark?.at.getTime() ?? OVERLAP_MS) - OVERLAP_MS);
  for (let after: string | null = BEFORE_ALL; after;) after = await countBatch(prisma, { since, now, after });
  await prisma.jobMark.upsert({ where: { name: MARK }, create: { name: MARK, at: now }, update: { at: now } });
}

/** Small statements, so that none runs into the time limit however much has happened. Returns where to go on; null at the end. */
async function countBatch(
  prisma: Database['prisma'],
  { since, now, after }: { since: Date; now: Date; after: string },
): Promise<string | null> {
  const touched = await prisma.$queryRaw<{ id: string }[]>`
    SELECT event_id AS id FROM (
      (SELECT DISTINCT event_id FROM attendances WHERE updated_at > ${since} AND event_id > ${after}::uuid ORDER BY event_id LIMIT ${BATCH})
      UNION (SELECT DISTINCT event_id FROM swipes WHERE swiped_at > ${since} AND event_id > ${after}::uuid ORDER BY event_id LIMIT ${BATCH})
    ) touched ORDER BY id LIMIT ${BATCH}`;
  const ids = touched.map(({ id }) => id);
  if (ids.length === 0) return null;
  const oldest = new Date(now.getTime() - REMEMBERED_DAYS * 86_400_000);
  await prisma.$executeRaw`
    INSERT INTO event_first_deeds (event_id, user_id, at)
    SELECT event_id, user_id, min(at) FROM (
      SELECT event_id, user_id, created_at AS at FROM attendances WHERE event_id = ANY(${ids}::uuid[])
      UNION ALL SELECT event_id, user_id, swiped_at FROM swipes WHERE event_id = ANY(${ids}::uuid[])
    ) deeds WHERE NOT EXISTS (SELECT 1 FROM people p WHERE p.id = deeds.user_id AND p.erased)
    GROUP BY event_id, user_id ORDER BY event_id, user_id ON CONFLICT DO NOTHING`;
  await prisma.$executeRaw`
    WITH worths AS (
      SELECT event_id, user_id, max(worth) AS worth FROM (
        SELECT event_id, user_id, CASE WHEN status IN ('GOING', 'WAITLISTED') THEN 3.0 ELSE 1.0 END AS worth
        FROM attendances WHERE event_id = ANY(${ids}::uuid[]) AND status IN ('GOING', 'WAITLISTED', 'INTERESTED', 'MAYBE')
        UNION ALL SELECT event_id, user_id, CASE direction WHEN 'RIGHT' THEN 2.0 WHEN 'UP' THEN 1.5 ELSE 1.0 END
        FROM swipes WHERE event_id = ANY(${ids}::uuid[]) AND direction <> 'LEFT'
      ) each GROUP BY event_id, user_id
    ), deeds AS (
      SELECT w.event_id, extract(epoch FROM f.at)::float8 / ${HALF_LIFE_SECONDS}::float8 AS at, w.worth
      FROM worths w JOIN event_first_deeds f USING (event_id, user_id) JOIN people p ON p.id = w.user_id
      WHERE f.at > ${oldest} AND p.active AND NOT p.erased AND coalesce(p.registered_at <= f.at - interval '1 day', TRUE)
        AND (p.address_verified OR EXISTS (SELECT 1 FROM attendances c WHERE c.user_id = p.id AND c.checked_in_at IS NOT NULL))
    ), heats AS (
      -- Relative to the latest deed, or the powers would leave the range of numbers.
      SELECT event_id, latest + ln(sum(worth * power(2, at - latest))) / ln(2) AS heat
      FROM (SELECT *, max(at) OVER (PARTITION BY event_id) AS latest FROM deeds) d GROUP BY event_id, latest
    )
    INSERT INTO event_popularity AS p (event_id, attending, heat)
    SELECT c.event_id, c.going, h.heat FROM attendance_counts c LEFT JOIN heats h USING (event_id)
    WHERE c.event_id = ANY(${ids}::uuid[]) ORDER BY c.event_id
    ON CONFLICT (event_id) DO UPDATE SET attending = excluded.attending, heat = excluded.heat
      WHERE (p.attending, p.heat) IS DISTINCT FROM (excluded.attending, excluded.heat)`;
  return ids.length === BATCH ? ids.at(-1)! : null;
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
