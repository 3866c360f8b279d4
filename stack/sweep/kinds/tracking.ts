import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

/** What must never lie in the database as it was written. */
export const IN_WORDS = 'a quiet page for nobody else';

const recordDailyActivity: Kind = {
  name: 'recordDailyActivity',
  weight: 2,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: { daysAgo: random.whole(1, 5), studyHours: random.whole(0, 12) / 2 },
  }),
  send({ by, index, twice, values }, city) {
    const date = new Date(city.now().getTime() - (values.daysAgo as number) * 86_400_000).toISOString().slice(0, 10);
    const input = { date, studyHours: values.studyHours, description: IN_WORDS, notes: IN_WORDS };
    return mutate(city, city.known.people[by]!, 'recordDailyActivity', input, 'activity { id }', { index, twice });
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'activity', index, id: data.activity.id, by, facts: {} }),
};

const changeDay = (name: 'updateDailyActivity' | 'deleteDailyActivity', weight: number): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const made = some(random, known, 'activity');
    if (!made) return null;
    const values = name === 'updateDailyActivity' ? { studyHours: random.whole(0, 12) / 2 } : {};
    return { by: mostly(random, known, made, 0.95), about: [made.index], values };
  },
  async send(operation, city) {
    const made = city.known.made(operation.about[0], 'activity');
    if (!made) return null;
    return mutate(city, city.known.people[operation.by]!, name, { id: made.id, ...operation.values }, '__typename', operation);
  },
});

const createGoal: Kind = {
  name: 'createGoal',
  weight: 1.5,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: {
      title: 'Further than last time',
      type: random.pick(['WEEKLY', 'MONTHLY']),
      measure: random.pick(['OWN', 'STUDY_HOURS']),
      targetValue: random.pick([10, 40, 5_000]),
    },
  }),
  send(operation, city) {
    // It began two days ago, so that what was written down before counts.
    const startDate = new Date(city.now().getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
    return mutate(city, city.known.people[operation.by]!, 'createGoal', { ...operation.values, startDate }, 'goal { id }', operation);
  },
  learn: ({ index, by, values }, { data }, known) =>
    known.add({ kind: 'goal', index, id: data.goal.id, by, facts: { measure: values.measure } }),
};

const recordGoalProgress: Kind = {
  name: 'recordGoalProgress',
  weight: 3,
  draw: (random, known) => {
    const goals = known.of('goal').filter(({ facts }) => facts.measure === 'OWN');
    if (goals.length === 0) return null;
    const goal = random.pick(goals.slice(-5));
    return { by: mostly(random, known, goal, 0.95), about: [goal.index], values: { add: random.whole(1, 4) } };
  },
  async send(operation, city) {
    const goal = city.known.made(operation.about[0], 'goal');
    if (!goal) return null;
    const input = { id: goal.id, add: operation.values.add };
    return mutate(city, city.known.people[operation.by]!, 'recordGoalProgress', input, 'goal { id }', operation);
  },
};

/** What people write down for themselves alone. */
export const trackingKinds: readonly Kind[] = [
  recordDailyActivity,
  changeDay('updateDailyActivity', 1),
  changeDay('deleteDailyActivity', 0.4),
  createGoal,
  recordGoalProgress,
];
