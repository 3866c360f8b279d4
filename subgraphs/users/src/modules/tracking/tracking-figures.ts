import { daysLater, rounded, written, type Span } from './tracking-days';
import { feelingOf } from './tracking-mood';

/** A daily activity, as far as it is reckoned with. */
export interface Recorded {
  day: Date;
  studyHours: number | null;
  subject: string | null;
  sleepHours: number | null;
  moodEmoji: string | null;
}

/** A week or a month in numbers; stored as it is. */
export interface Figures {
  activityCount: number;
  studyHours: number;
  averageSleepHours: number | null;
  averageMood: number | null;
  moods: { emoji: string; count: number }[];
  subjects: { subject: string; hours: number }[];
  days: { date: string; studyHours: number; sleepHours: number | null; mood: number | null }[];
  goalsCompleted: number;
  goalsFailed: number;
}

/** Hours as numbers, and not as the database has them. */
export const inNumbers = <Row extends { studyHours: unknown; sleepHours: unknown }>(row: Row) => ({
  ...row,
  studyHours: row.studyHours === null ? null : Number(row.studyHours),
  sleepHours: row.sleepHours === null ? null : Number(row.sleepHours),
});

const MOST_MOODS = 10;
const MOST_SUBJECTS = 20;

const sum = (values: readonly number[]): number => rounded(values.reduce((all, value) => all + value, 0));
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : rounded(values.reduce((all, value) => all + value, 0) / values.length);
const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const feelings = (rows: readonly Recorded[]): number[] => known(rows.map(({ moodEmoji }) => (moodEmoji ? feelingOf(moodEmoji) : null)));

/** The rows in the order in which they were written down. A night of which several rows tell is the longest of them. */
export function figuresOf(
  rows: readonly Recorded[],
  { startsOn, endsOn }: Span,
  goals: Pick<Figures, 'goalsCompleted' | 'goalsFailed'>,
): Figures {
  const days: Figures['days'] = [];
  for (let day = startsOn; day <= endsOn; day = daysLater(day, 1)) {
    const here = rows.filter((row) => row.day.getTime() === day.getTime());
    const nights = known(here.map(({ sleepHours }) => sleepHours));
    days.push({
      date: written(day),
      studyHours: sum(known(here.map(({ studyHours }) => studyHours))),
      sleepHours: nights.length === 0 ? null : Math.max(...nights),
      mood: mean(feelings(here)),
    });
  }
  return {
    activityCount: rows.length,
    studyHours: sum(days.map(({ studyHours }) => studyHours)),
    averageSleepHours: mean(known(days.map(({ sleepHours }) => sleepHours))),
    averageMood: mean(feelings(rows)),
    moods: counted(rows.flatMap(({ moodEmoji }) => (moodEmoji ? [moodEmoji] : []))),
    subjects: bySubject(rows),
    days,
    ...goals,
  };
}

function counted(emoji: readonly string[]): Figures['moods'] {
  const counts = new Map<string, number>();
  for (const one of emoji) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .map(([one, count]) => ({ emoji: one, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_MOODS);
}

/** Subjects are the same in capitals. */
function bySubject(rows: readonly Recorded[]): Figures['subjects'] {
  const hours = new Map<string, { subject: string; hours: number }>();
  for (const { subject, studyHours } of rows) {
    if (subject === null || studyHours === null) continue;
    const key = subject.toLowerCase();
    const before = hours.get(key) ?? { subject, hours: 0 };
    hours.set(key, { ...before, hours: rounded(before.hours + studyHours) });
  }
  return [...hours.values()].sort((a, b) => b.hours - a.hours).slice(0, MOST_SUBJECTS);
}
