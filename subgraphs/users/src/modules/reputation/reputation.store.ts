import type { Step } from '../../context';
import type { AchievementBadge } from '../../generated/prisma/client';
import { badgeEarned } from '../notification/notification-badge-content';
import { subjects } from '../notification/notification-subjects';
import { postNotification, withdrawNotifications } from '../notification/notification.store';
import { changeUsers } from '../user/user.store';
import { differencesOf, listDeeds, sumsOf } from './reputation-deeds.store';
import { badges, COUNTED_IN, points, reliability, reputation, type Deeds } from './reputation-formula';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

interface Person {
  id: string;
  reputation: number;
  points: number;
  reliability: number;
  badges: AchievementBadge[];
}

/**
 * Brings the list of what these people did in line with the copies of others' facts, and tells when reputation, points or reliability changed.
 * Compared each time rather than added up: facts that come twice, late or out of order then end in the same sums.
 */
export async function recountDeeds(step: Step, userIds: readonly string[]): Promise<void> {
  const { tx, now } = step;
  // Locked first and compared after, in a statement of its own: of two recounts of one person the second sees what the first had written.
  const people = await tx.$queryRaw<Person[]>`
    SELECT id, reputation, points, reliability, coalesce(badges, '{}')::text[] AS badges FROM users WHERE id = ANY(${[...new Set(userIds)]}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`;
  if (people.length === 0) return;
  const ids = people.map((person) => person.id);
  const differences = await differencesOf(step, ids);
  const aYearAgo = new Date(now.getTime() - YEAR_MS);
  const sums = await sumsOf(step, ids, aYearAgo);
  for (const { userId, deed, change, at } of differences) {
    const { ever, lately } = sums.get(userId)!;
    ever[COUNTED_IN[deed]] += change;
    if (at > aYearAgo) lately[COUNTED_IN[deed]] += change;
  }
  const rows = people.map(({ id }) => standingRow(id, sums.get(id)!));
  const byUserId = new Map(rows.map((row) => [row.id, row]));
  await listDeeds(step, differences, (userId) => byUserId.get(userId)!.reputation);
  const told = people.filter((before) => {
    const now = byUserId.get(before.id)!;
    return (['reputation', 'points', 'reliability'] as const).some((name) => now[name] !== before[name]);
  });
  if (differences.length > 0 || told.length > 0) await writeStanding(step, rows);
  await awardBadges(step, people, byUserId);
  if (told.length > 0) await changeUsers(step, { id: { in: told.map(({ id }) => id) } }, {});
}

const standingRow = (id: string, { ever, lately }: { ever: Deeds; lately: Deeds }) => ({
  id,
  reputation: reputation(ever),
  points: points(ever),
  badges: badges(ever),
  reliability: reliability(lately),
  eventsAttended: ever.eventsAttended,
  reviewsGiven: ever.reviewsGiven,
  communityContributions: ever.communityContributions,
});

type StandingRow = ReturnType<typeof standingRow>;

const writeStanding = ({ tx }: Step, rows: readonly StandingRow[]) => tx.$executeRaw`
  UPDATE users u SET reputation = s.reputation, points = s.points, badges = s.badges, reliability = s.reliability, events_attended = s."eventsAttended",
    reviews_given = s."reviewsGiven", community_contributions = s."communityContributions"
  FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    AS s(id uuid, reputation float8, points int, badges achievement_badge[], reliability float8, "eventsAttended" int, "reviewsGiven" int,
         "communityContributions" int)
  WHERE u.id = s.id`;

/** Who has a badge now is told; who has one no more (a review was taken back) is not, and no longer that they had earned it. */
async function awardBadges(step: Step, people: readonly Person[], now: ReadonlyMap<string, StandingRow>): Promise<void> {
  const { tx } = step;
  const earned = people.flatMap(({ id, badges }) =>
    now.get(id)!.badges.flatMap((badge) => (badges.includes(badge) ? [] : [{ userId: id, badge, earnedAt: step.now }])),
  );
  const lost = people.flatMap(({ id, badges }) =>
    badges.flatMap((badge) => (now.get(id)!.badges.includes(badge) ? [] : [{ userId: id, badge }])),
  );
  if (lost.length > 0) await tx.earnedBadge.deleteMany({ where: { OR: lost } });
  for (const { userId, badge } of lost) await withdrawNotifications(step, { subject: subjects.badgeEarned(badge), userId });
  if (earned.length > 0) await tx.earnedBadge.createMany({ data: earned, skipDuplicates: true });
  for (const badge of new Set(earned.map(({ badge }) => badge))) {
    const holders = earned.filter((one) => one.badge === badge).map(({ userId }) => userId);
    await postNotification(step, holders, badgeEarned(badge));
  }
}
