import type { Step } from '../../context';
import { changeUsers } from '../user/user.store';
import { badges, points, reputation, type Deeds } from './reputation-formula';

/**
 * Counts what these people did from the copies of others' facts, and tells when reputation or points changed. Counted anew each time rather
 * than added up: facts that come twice, late or out of order then end in the same numbers.
 */
export async function recountDeeds(step: Step, userIds: readonly string[]): Promise<void> {
  const { tx } = step;
  // Locked first and counted after, in a statement of its own: of two recounts of one person the second sees what the first had written.
  const people = await tx.$queryRaw<{ id: string; reputation: number; points: number }[]>`
    SELECT id, reputation, points FROM users WHERE id = ANY(${[...new Set(userIds)]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  if (people.length === 0) return;
  const ids = people.map((person) => person.id);
  const deeds = await countDeeds(step, ids);
  const rows = people.map((person) => reputationRow(person.id, deeds.get(person.id)!));
  await tx.$executeRaw`
    UPDATE users u SET reputation = s.reputation, points = s.points, badges = s.badges, events_attended = s."eventsAttended",
      reviews_given = s."reviewsGiven", community_contributions = s."communityContributions"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS s(id uuid, reputation float8, points int, badges achievement_badge[], "eventsAttended" int, "reviewsGiven" int, "communityContributions" int)
    WHERE u.id = s.id`;
  const before = new Map(people.map((person) => [person.id, person]));
  const changed = rows
    .filter(({ id, reputation, points }) => reputation !== before.get(id)!.reputation || points !== before.get(id)!.points)
    .map((row) => row.id);
  if (changed.length > 0) await changeUsers(step, { id: { in: changed } }, {});
}

const reputationRow = (id: string, deeds: Deeds) => ({
  id,
  reputation: reputation(deeds),
  points: points(deeds),
  badges: badges(deeds),
  eventsAttended: deeds.eventsAttended,
  reviewsGiven: deeds.reviewsGiven,
  communityContributions: deeds.communityContributions,
});

/**
 * Attended is who was checked in at an event that took place: from its end on, and never one of its own team. Only public events count,
 * because the numbers are public, too.
 */
async function countDeeds({ tx }: Step, ids: readonly string[]): Promise<Map<string, Deeds>> {
  const rows = await tx.$queryRaw<({ id: string } & Record<keyof Deeds, number>)[]>`
    SELECT u.id,
      (SELECT count(*)::int FROM attendance_copies a JOIN event_copies e USING (event_id)
        WHERE a.user_id = u.id AND a.checked_in_at IS NOT NULL AND e.status = 'COMPLETED' AND e.visibility = 'PUBLIC'
          AND e.creator_id <> u.id AND NOT u.id = ANY (e.team_ids)
          AND NOT EXISTS (SELECT 1 FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = u.id)
      ) AS "eventsAttended",
      (SELECT count(*)::int FROM review_copies r JOIN event_copies e USING (event_id)
        WHERE r.author_id = u.id AND r.rating IS NOT NULL AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC'
      ) AS "reviewsGiven",
      (SELECT count(*)::int FROM event_copies e WHERE e.creator_id = u.id AND e.status IN ('PUBLISHED', 'COMPLETED')
        AND e.visibility = 'PUBLIC') AS "communityContributions",
      (SELECT count(DISTINCT f.event_id)::int FROM flag_copies f WHERE f.creator_id = u.id AND f.outcome = 'UPHELD') AS "upheldFlags",
      (SELECT count(*)::int FROM attendance_copies a JOIN event_copies e USING (event_id)
        WHERE a.user_id = u.id AND a.status = 'GOING' AND a.checked_in_at IS NULL AND e.status = 'COMPLETED'
          AND EXISTS (SELECT 1 FROM attendance_copies o WHERE o.event_id = a.event_id AND o.checked_in_at IS NOT NULL)) AS "noShows"
    FROM unnest(${[...ids]}::uuid[]) AS u(id)`;
  return new Map(rows.map(({ id, ...deeds }) => [id, deeds]));
}
