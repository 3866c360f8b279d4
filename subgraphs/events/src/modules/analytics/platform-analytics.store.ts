import type { Database } from '../../db';

const MARK = 'roll-up-platform';
const STOCK_MARK = 'count-people';
/** Deeds and answers carry the time at which their transaction began: one that took long is not missed. */
const OVERLAP_MS = 2 * 60_000;
/** How many there are changes slowly, and is counted over all of them. */
const STOCK_EVERY_MS = 3_600_000;

type Reads = Pick<Database, 'prisma'>;

/** Counts anew the days (UTC) of the platform about which something came since the last time; doing it twice is doing it once. */
export async function countPlatform(db: Reads, now: Date): Promise<void> {
  const { prisma } = db;
  const mark = await prisma.jobMark.findUnique({ where: { name: MARK } });
  const since = new Date((mark?.at.getTime() ?? OVERLAP_MS) - OVERLAP_MS);
  const touched = await prisma.$queryRaw<{ day: string; did: boolean }[]>`
    SELECT day::text AS day, bool_or(did) AS did FROM (
      SELECT (at AT TIME ZONE 'UTC')::date AS day, true AS did FROM interactions WHERE received_at > ${since} GROUP BY 1
      UNION ALL SELECT DISTINCT (i.at AT TIME ZONE 'UTC')::date, false FROM attendances a
        JOIN interactions i ON i.event_id = a.event_id AND i.type = 'INTERESTED' AND i.actor_id = a.user_id AND i.source = 'SWIPE'
        WHERE a.updated_at > ${since}) each GROUP BY day ORDER BY day`;
  for (const { day, did } of touched) {
    if (did) await countActive(db, day);
    await countDeeds(db, day);
  }
  await countCities(db, since);
  await countStock(db, now);
  await prisma.jobMark.upsert({ where: { name: MARK }, create: { name: MARK, at: now }, update: { at: now } });
}

/** Who was active on a day, and so in its week and month, and how many they are. */
async function countActive({ prisma }: Reads, day: string): Promise<void> {
  // Who took their rows back meanwhile goes with the second statement, which reads what is there after the first.
  await prisma.$executeRaw`
    INSERT INTO person_periods (kind, starts, user_id)
    SELECT k.kind, date_trunc(k.kind, ${day}::date)::date, p.user_id
    FROM (SELECT DISTINCT user_id FROM interactions WHERE at >= ${day}::date::timestamp AT TIME ZONE 'UTC'
      AND at < (${day}::date + 1)::timestamp AT TIME ZONE 'UTC' AND user_id IS NOT NULL) p
    CROSS JOIN (VALUES ('DAY'), ('WEEK'), ('MONTH')) k (kind)
    ON CONFLICT DO NOTHING`;
  await prisma.$executeRaw`
    DELETE FROM person_periods p USING (
      SELECT user_id FROM person_periods WHERE kind = 'DAY' AND starts = ${day}::date EXCEPT
      SELECT user_id FROM interactions WHERE at >= ${day}::date::timestamp AT TIME ZONE 'UTC'
        AND at < (${day}::date + 1)::timestamp AT TIME ZONE 'UTC' AND user_id IS NOT NULL) gone
    WHERE p.user_id = gone.user_id AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.user_id = gone.user_id)`;
  await prisma.$executeRaw`
    INSERT INTO active_periods (kind, starts, people)
    SELECT k.kind, s.starts, (SELECT count(*) FROM person_periods p WHERE p.kind = k.kind AND p.starts = s.starts)
    FROM (VALUES ('DAY'), ('WEEK'), ('MONTH')) k (kind) CROSS JOIN LATERAL (SELECT date_trunc(k.kind, ${day}::date)::date AS starts) s
    ON CONFLICT (kind, starts) DO UPDATE SET people = excluded.people`;
  await prisma.$executeRaw`
    INSERT INTO cohort_weeks (cohort, week, people)
    SELECT f.cohort, date_trunc('week', ${day}::date)::date, count(*)
    FROM person_periods p CROSS JOIN LATERAL (
      SELECT b.starts AS cohort FROM person_periods b WHERE b.user_id = p.user_id AND b.kind = 'WEEK' ORDER BY b.starts LIMIT 1) f
    WHERE p.kind = 'WEEK' AND p.starts = date_trunc('week', ${day}::date)::date GROUP BY 1
    ON CONFLICT (cohort, week) DO UPDATE SET people = excluded.people`;
}

const SESSION_GAP = '30 minutes';

/** Swipes and searches of a day. */
async function countDeeds({ prisma }: Reads, day: string): Promise<void> {
  await prisma.$executeRaw`
    WITH deeds AS MATERIALIZED (
      SELECT user_id, event_id, type, source, at FROM interactions
      WHERE at >= ${day}::date::timestamp AT TIME ZONE 'UTC' AND at < (${day}::date + 1)::timestamp AT TIME ZONE 'UTC' AND source = 'SWIPE'
    ), swiped AS (
      SELECT *, at - lag(at) OVER (PARTITION BY user_id ORDER BY at) AS after FROM deeds
    ), swipes AS (
      SELECT count(*) AS swipes, count(*) FILTER (WHERE after IS NULL OR after >= ${SESSION_GAP}::interval) AS sessions,
        count(*) FILTER (WHERE type = 'INTERESTED') AS rights,
        count(*) FILTER (WHERE type = 'INTERESTED' AND EXISTS (
          SELECT 1 FROM attendances a WHERE a.event_id = s.event_id AND a.user_id = s.user_id AND a.status = 'GOING')) AS going
      FROM swiped s
    ), searches AS (
      SELECT coalesce(sum(searches), 0) AS searches, coalesce(sum(empty), 0) AS empty, coalesce(sum(clicked), 0) AS clicked
      FROM search_days WHERE day = ${day}::date
    )
    INSERT INTO platform_days (day, swipes, swipe_sessions, right_swipes, right_swipes_going, searches, empty_searches, clicked_searches)
    SELECT ${day}::date, w.swipes, w.sessions, w.rights, w.going, f.searches, f.empty, f.clicked FROM swipes w CROSS JOIN searches f
    ON CONFLICT (day) DO UPDATE SET swipes = excluded.swipes, swipe_sessions = excluded.swipe_sessions, right_swipes = excluded.right_swipes,
      right_swipes_going = excluded.right_swipes_going, searches = excluded.searches, empty_searches = excluded.empty_searches,
      clicked_searches = excluded.clicked_searches`;
}

/** The days on which the events did anything whose answers changed: a day is counted whole. */
async function countCities({ prisma }: Reads, since: Date): Promise<void> {
  await prisma.$executeRaw`
    WITH touched AS (
      SELECT DISTINCT o.day FROM event_outcome_days o WHERE o.event_id IN (SELECT a.event_id FROM attendances a WHERE a.updated_at > ${since})
      UNION SELECT DISTINCT (a.created_at AT TIME ZONE 'UTC')::date FROM attendances a WHERE a.updated_at > ${since}
    ), counted AS (
      SELECT o.day, coalesce(v.city, '') AS city, sum(o.answered) AS answered, sum(o.paid) AS paid, sum(o.came) AS came
      FROM event_outcome_days o JOIN events e ON e.id = o.event_id LEFT JOIN venues v ON v.id = e.venue_id
      WHERE o.day IN (SELECT day FROM touched) GROUP BY 1, 2
    ), gone AS (
      DELETE FROM city_days c USING touched t WHERE c.day = t.day AND NOT EXISTS (SELECT 1 FROM counted n WHERE n.day = c.day AND n.city = c.city)
    )
    INSERT INTO city_days (day, city, answered, paid, came) SELECT day, city, answered, paid, came FROM counted
    ON CONFLICT (day, city) DO UPDATE SET answered = excluded.answered, paid = excluded.paid, came = excluded.came`;
}

/** Accounts, and those who have friends, once an hour. */
async function countStock({ prisma }: Reads, now: Date): Promise<void> {
  const mark = await prisma.jobMark.findUnique({ where: { name: STOCK_MARK } });
  if (mark && mark.at.getTime() > now.getTime() - STOCK_EVERY_MS) return;
  const day = now.toISOString().slice(0, 10);
  await prisma.$executeRaw`
    INSERT INTO platform_days (day, people, with_friends)
    SELECT ${day}::date, count(*), count(*) FILTER (WHERE EXISTS (
      SELECT 1 FROM person_edges t JOIN people o ON o.id = t.other_id AND o.active AND NOT o.erased WHERE t.user_id = p.id AND t.friends AND NOT t.blocked))
    FROM people p WHERE p.active AND NOT p.erased
    ON CONFLICT (day) DO UPDATE SET people = excluded.people, with_friends = excluded.with_friends`;
  await prisma.jobMark.upsert({ where: { name: STOCK_MARK }, create: { name: STOCK_MARK, at: now }, update: { at: now } });
}
