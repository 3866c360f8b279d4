import { IN_WORDS } from '../kinds/tracking';
import { none, type Invariant } from './invariant';

/** What people write down for themselves. */
export const trackingInvariants: readonly Invariant[] = [
  none(
    'a goal under way that counts hours of study has those of its days, and none under way has reached its target',
    'users',
    `SELECT g.id, g.measure, g.progress, g.target, s.hours FROM goals g CROSS JOIN LATERAL (
       SELECT coalesce(sum(a.study_hours), 0) AS hours FROM daily_activities a
       WHERE a.user_id = g.user_id AND a.day BETWEEN g.starts_on AND g.ends_on) s
     WHERE g.status = 'ACTIVE' AND (g.progress >= g.target OR (g.measure = 'STUDY_HOURS' AND g.progress <> s.hours))`,
  ),
  {
    name: 'a goal that its owner counts has all that was added, each once',
    async check(city) {
      const { known, ground } = city;
      const added = new Map<string, number>();
      for (const { operation } of known.acknowledged) {
        if (operation.kind !== 'recordGoalProgress') continue;
        const { id } = known.made(operation.about[0], 'goal')!;
        added.set(id, (added.get(id) ?? 0) + (operation.values.add as number));
      }
      const rows = await city.rows<{ id: string; progress: string }>('users', `SELECT id, progress FROM goals WHERE measure = 'OWN'`);
      return rows.flatMap(({ id, progress }) => {
        const [is, least] = [Number(progress), added.get(id) ?? 0];
        // Of what was sent while a process died, nobody heard whether it was taken.
        return is < least || (is > least && !ground.crash) ? [`${id}: ${is}, and ${least} were added`] : [];
      });
    },
  },
  none(
    'what is written in words lies encrypted',
    'users',
    `SELECT id FROM daily_activities WHERE strpos(concat(sealed_description, sealed_notes, sealed_mood_text), '${IN_WORDS}') > 0`,
  ),
  none(
    'nobody writes down a day more than 20 times',
    'users',
    `SELECT user_id, day, count(*)::int AS times FROM daily_activities GROUP BY 1, 2 HAVING count(*) > 20`,
  ),
];
