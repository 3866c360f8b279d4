import type { SearchedWords } from '../interaction/interaction.types';

export interface DayOfPlatform {
  /** As 2026-11-30. */
  day: string;
  active: number;
  swipes: number;
  swipeSessions: number;
  rightSwipes: number;
  rightSwipesGoing: number;
  searches: number;
  emptySearches: number;
  clickedSearches: number;
  people: number | null;
  withFriends: number | null;
}

export interface PeriodOfPlatform {
  kind: 'WEEK' | 'MONTH';
  starts: string;
  active: number;
}

export interface CohortRow {
  cohort: string;
  weeksLater: number;
  people: number;
}

export interface Cohort {
  week: string;
  people: number;
  returned: { weeksLater: number; people: number }[];
}

export interface CityOfPlatform {
  city: string | null;
  answered: number;
  paid: number;
  came: number;
}

export interface PlatformView {
  days: DayOfPlatform[];
  weeks: PeriodOfPlatform[];
  months: PeriodOfPlatform[];
  cohorts: Cohort[];
  cities: CityOfPlatform[];
  failedSearches: SearchedWords[];
  goals: Goals;
  csv: string;
}

export interface Goals {
  swipesPerSession: number | null;
  friendsShare: number | null;
  attendanceShare: number | null;
  weeklyActiveShare: number | null;
}
