import type { Step } from '../../context';
import { changeUsers } from '../user/user.store';
import { ACTIVE_MS, activityOf, weekOf } from './reputation-activity';
import { recountDeeds } from './reputation.store';

const AT_ONCE = 200;

/**
 * Counts activity and reliability anew of people of whom that was not done this week, of some in each step; returns how many they were. Who has
 * never had a place is not among them: of them nothing changes.
 */
export async function countSomeActivity(step: Step): Promise<number> {
  const { tx, now } = step;
  const people = await tx.$queryRaw<{ id: string; activityLevel: number; hasAttended: boolean; attended: number }[]>`
    SELECT u.id, u.activity_level AS "activityLevel", u.events_attended > 0 AS "hasAttended",
      (SELECT coalesce(sum(d.change), 0)::int FROM deed_changes d
       WHERE d.user_id = u.id AND d.deed = 'ATTENDED' AND d.at > ${new Date(now.getTime() - ACTIVE_MS)}) AS attended
    FROM users u
    WHERE (u.events_attended > 0 OR u.reliability < 1) AND (u.activity_counted_at IS NULL OR u.activity_counted_at < ${weekOf(now)})
    ORDER BY u.id LIMIT ${AT_ONCE} FOR NO KEY UPDATE`;
  if (people.length === 0) return 0;
  const ids = people.map(({ id }) => id);
  await tx.user.updateMany({ where: { id: { in: ids } }, data: { activityCountedAt: now } });
  await recountDeeds(step, ids);
  const byLevel = new Map<number, string[]>();
  for (const { id, hasAttended, attended, activityLevel } of people) {
    const level = activityOf(attended);
    if (hasAttended && level !== activityLevel) byLevel.set(level, [...(byLevel.get(level) ?? []), id]);
  }
  for (const [level, those] of byLevel) await changeUsers(step, { id: { in: those } }, { activityLevel: level });
  return people.length;
}
