import type { Database } from '../../db';

const MARK = 'roll-up-interactions';
/** A batch carries the time at which its transaction began: one that took long is not missed. */
const OVERLAP_MS = 2 * 60_000;

/**
 * Counts anew the hours and days (UTC) about which something came since the last time, of the events that it is about, from the rows
 * themselves: so what came late is in, and doing it twice is doing it once. What was counted stays when a person's rows go.
 */
export async function countInteractions({ prisma }: Pick<Database, 'prisma'>, now: Date): Promise<void> {
  const mark = await prisma.jobMark.findUnique({ where: { name: MARK } });
  const since = new Date((mark?.at.getTime() ?? OVERLAP_MS) - OVERLAP_MS);
  const days = await prisma.$queryRaw<{ day: Date; ids: string[] }[]>`
    SELECT date_trunc('day', at, 'UTC') AS day, array_agg(DISTINCT event_id) FILTER (WHERE event_id IS NOT NULL) AS ids
    FROM interactions WHERE received_at > ${since} GROUP BY 1 ORDER BY 1`;
  for (const { day, ids } of days) {
    const end = new Date(day.getTime() + 86_400_000);
    for (let at = 0; at < (ids ?? []).length; at += BATCH) await countEvents(prisma, ids.slice(at, at + BATCH), { day, end });
    await countSearches(prisma, { day, end });
  }
  await prisma.jobMark.upsert({ where: { name: MARK }, create: { name: MARK, at: now }, update: { at: now } });
}

const BATCH = 500;

async function countEvents(prisma: Database['prisma'], ids: readonly string[], { day, end }: { day: Date; end: Date }): Promise<void> {
  const events = [...ids];
  await prisma.$executeRaw`
    INSERT INTO interaction_hours AS h (hour, event_id, type, source, count, people)
    SELECT date_trunc('hour', i.at), i.event_id, i.type, coalesce(i.source, 'ALL'), count(*), count(DISTINCT i.actor_id)
    FROM interactions i JOIN events e ON e.id = i.event_id
    WHERE i.at >= ${day} AND i.at < ${end} AND i.event_id = ANY (${events}::uuid[])
    GROUP BY GROUPING SETS ((date_trunc('hour', i.at), i.event_id, i.type, i.source), (date_trunc('hour', i.at), i.event_id, i.type))
    ON CONFLICT (event_id, hour, type, source) DO UPDATE SET count = excluded.count, people = excluded.people`;
  await prisma.$executeRaw`
    INSERT INTO interaction_days AS d (day, event_id, type, source, count, people, newcomers)
    SELECT ${day}::timestamptz AT TIME ZONE 'UTC', i.event_id, i.type, coalesce(i.source, 'ALL'), count(*), count(DISTINCT i.actor_id),
      count(DISTINCT i.actor_id) FILTER (WHERE NOT EXISTS (
        SELECT 1 FROM interactions b WHERE b.event_id = i.event_id AND b.type = i.type AND b.actor_id = i.actor_id AND b.at < ${day}))
    FROM interactions i JOIN events e ON e.id = i.event_id
    WHERE i.at >= ${day} AND i.at < ${end} AND i.event_id = ANY (${events}::uuid[])
    GROUP BY GROUPING SETS ((i.event_id, i.type, i.source), (i.event_id, i.type))
    ON CONFLICT (event_id, day, type, source) DO UPDATE SET count = excluded.count, people = excluded.people, newcomers = excluded.newcomers`;
  await prisma.$executeRaw`
    INSERT INTO event_engagement AS e (event_id, views, clicks, impressions)
    SELECT event_id, coalesce(sum(people) FILTER (WHERE type = 'VIEW'), 0), coalesce(sum(people) FILTER (WHERE type = 'CLICK'), 0),
      coalesce(sum(people) FILTER (WHERE type = 'IMPRESSION'), 0)
    FROM interaction_days WHERE event_id = ANY (${events}::uuid[]) AND source = 'ALL' GROUP BY event_id
    ON CONFLICT (event_id) DO UPDATE SET views = excluded.views, clicks = excluded.clicks, impressions = excluded.impressions`;
}

async function countSearches(prisma: Database['prisma'], { day, end }: { day: Date; end: Date }): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO search_days AS d (day, query, searches, people, empty, clicked)
    SELECT ${day}::timestamptz AT TIME ZONE 'UTC', search_fold(s.query), count(*), count(DISTINCT s.actor_id),
      count(*) FILTER (WHERE s.results = 0),
      count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM interactions c WHERE c.actor_id = s.actor_id AND c.type = 'CLICK' AND c.reference_id = s.reference_id AND c.at >= ${day}
          AND c.at < ${new Date(end.getTime() + 3_600_000)}))
    FROM interactions s WHERE s.type = 'SEARCH' AND s.at >= ${day} AND s.at < ${end} GROUP BY 2
    ON CONFLICT (day, query) DO UPDATE SET searches = excluded.searches, people = excluded.people, empty = excluded.empty, clicked = excluded.clicked`;
}
