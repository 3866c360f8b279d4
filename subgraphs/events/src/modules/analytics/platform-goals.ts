import type { Cohort, CohortRow, DayOfPlatform, Goals, PeriodOfPlatform } from './platform-analytics.types';

const DAY_MS = 86_400_000;
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** What the platform wants to reach, of the days and weeks of a range that ends with the day `to`. */
export function goalsOf(days: readonly DayOfPlatform[], weeks: readonly PeriodOfPlatform[], to: string): Goals {
  const sum = (of: (day: DayOfPlatform) => number) => days.reduce((total, day) => total + of(day), 0);
  const counted = days.findLast(({ people }) => people !== null);
  const whole = weeks.findLast(({ starts }) => Date.parse(starts) + 6 * DAY_MS <= Date.parse(to));
  return {
    swipesPerSession: ratio(
      sum(({ swipes }) => swipes),
      sum(({ swipeSessions }) => swipeSessions),
    ),
    friendsShare: counted ? ratio(counted.withFriends ?? 0, counted.people ?? 0) : null,
    attendanceShare: ratio(
      sum(({ rightSwipesGoing }) => rightSwipesGoing),
      sum(({ rightSwipes }) => rightSwipes),
    ),
    weeklyActiveShare: counted && whole ? ratio(whole.active, counted.people ?? 0) : null,
  };
}

/** Rows sorted by cohort and week, as cohorts; the first week of each tells how many they are. */
export function cohortsOf(rows: readonly CohortRow[]): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  for (const { cohort, weeksLater, people } of rows) {
    const known = cohorts.get(cohort) ?? { week: cohort, people: 0, returned: [] };
    if (weeksLater === 0) known.people = people;
    known.returned.push({ weeksLater, people });
    cohorts.set(cohort, known);
  }
  return [...cohorts.values()];
}
