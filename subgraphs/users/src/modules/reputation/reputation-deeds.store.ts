import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Deed } from '../../generated/prisma/client';
import { COUNTED_IN, nothingDone, POINTS, type Deeds } from './reputation-formula';

/** A deed that counts and is not on the list yet (`change` 1), or is on it and does not count any more (−1). */
export interface DeedDifference {
  userId: string;
  deed: Deed;
  sourceId: string;
  eventId: string;
  change: 1 | -1;
  at: Date;
}

/**
 * In what the list of these people's deeds differs from what the copies of others' facts say. Attended is who was checked in at an event that took
 * place: from its end on, and never one of its own team. Only public events count, because the numbers are public, too. Which events somebody
 * had a place at and did not come is known only where others were checked in.
 */
export function differencesOf({ tx, now }: Step, ids: readonly string[]): Promise<DeedDifference[]> {
  return tx.$queryRaw<DeedDifference[]>`
    WITH people AS (SELECT id FROM unnest(${[...ids]}::uuid[]) AS p(id)),
    guests AS (
      SELECT a.user_id, a.status, a.checked_in_at, a.cancelled_late, e.event_id, e.starts_at
      FROM people p JOIN attendance_copies a ON a.user_id = p.id JOIN event_copies e ON e.event_id = a.event_id
      WHERE e.status = 'COMPLETED' AND e.visibility = 'PUBLIC' AND e.creator_id <> a.user_id AND NOT a.user_id = ANY (e.team_ids)
        AND NOT EXISTS (SELECT 1 FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = a.user_id)
    ),
    counted AS (
      SELECT user_id, 'ATTENDED'::deed AS deed, event_id AS source_id, event_id, starts_at AS at FROM guests WHERE checked_in_at IS NOT NULL
      UNION ALL
      SELECT user_id, 'NO_SHOW', event_id, event_id, starts_at FROM guests g
      WHERE status = 'GOING' AND checked_in_at IS NULL
        AND EXISTS (SELECT 1 FROM attendance_copies o WHERE o.event_id = g.event_id AND o.checked_in_at IS NOT NULL)
      UNION ALL
      SELECT user_id, 'LATE_CANCELLATION', event_id, event_id, starts_at FROM guests WHERE cancelled_late AND checked_in_at IS NULL
      UNION ALL
      SELECT r.author_id, 'REVIEWED', r.review_id, e.event_id, ${now}::timestamptz
      FROM people p JOIN review_copies r ON r.author_id = p.id JOIN event_copies e ON e.event_id = r.event_id
      WHERE r.rating IS NOT NULL AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC'
      UNION ALL
      SELECT e.creator_id, 'PUBLISHED', e.event_id, e.event_id, ${now}::timestamptz
      FROM people p JOIN event_copies e ON e.creator_id = p.id
      WHERE e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC'
      UNION ALL
      SELECT DISTINCT f.creator_id, 'FLAG_UPHELD'::deed, f.event_id, f.event_id, ${now}::timestamptz
      FROM people p JOIN flag_copies f ON f.creator_id = p.id WHERE f.outcome = 'UPHELD'
    ),
    listed AS (
      SELECT d.user_id, d.deed, d.source_id, min(d.event_id::text)::uuid AS event_id, max(d.at) AS at
      FROM people p JOIN deed_changes d ON d.user_id = p.id GROUP BY d.user_id, d.deed, d.source_id HAVING sum(d.change) > 0
    )
    SELECT coalesce(c.user_id, l.user_id) AS "userId", coalesce(c.deed, l.deed)::text AS deed, coalesce(c.source_id, l.source_id) AS "sourceId",
           coalesce(c.event_id, l.event_id) AS "eventId", CASE WHEN l.user_id IS NULL THEN 1 ELSE -1 END AS change,
           coalesce(l.at, c.at) AS at
    FROM counted c FULL JOIN listed l ON l.user_id = c.user_id AND l.deed = c.deed AND l.source_id = c.source_id
    WHERE c.user_id IS NULL OR l.user_id IS NULL
    ORDER BY at, "userId", "sourceId"`;
}

/** The sums of the list for each of these people, over all of it and since a time. */
export async function sumsOf({ tx }: Step, ids: readonly string[], since: Date): Promise<Map<string, { ever: Deeds; lately: Deeds }>> {
  const rows = await tx.$queryRaw<{ userId: string; deed: Deed; ever: number; lately: number }[]>`
    SELECT user_id AS "userId", deed::text AS deed, sum(change)::int AS ever, coalesce(sum(change) FILTER (WHERE at > ${since}), 0)::int AS lately
    FROM deed_changes WHERE user_id = ANY(${[...ids]}::uuid[]) GROUP BY user_id, deed`;
  const sums = new Map(ids.map((id) => [id, { ever: nothingDone(), lately: nothingDone() }]));
  for (const { userId, deed, ever, lately } of rows) {
    sums.get(userId)!.ever[COUNTED_IN[deed]] = ever;
    sums.get(userId)!.lately[COUNTED_IN[deed]] = lately;
  }
  return sums;
}

/** Writes what has changed; `reputationOf` each person with all of it. */
export async function listDeeds(
  { tx, now }: Step,
  differences: readonly DeedDifference[],
  reputationOf: (userId: string) => number,
): Promise<void> {
  if (differences.length === 0) return;
  const data = differences.map((difference) => ({
    ...difference,
    id: randomUUID(),
    points: difference.change * POINTS[difference.deed],
    reputation: reputationOf(difference.userId),
    recordedAt: now,
  }));
  await tx.deedChange.createMany({ data });
}
