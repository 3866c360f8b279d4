import { csvLine } from '@marquee/platform';
import type { DayOfEvents } from './analytics.types';
import type { DayOfPlatform } from './platform-analytics.types';

const COLUMNS = ['day', 'impressions', 'views', 'clicks', 'answered', 'paid', 'came'] as const;

const OF_PLATFORM = [
  ...([
    'day',
    'active',
    'swipes',
    'swipeSessions',
    'rightSwipes',
    'rightSwipesGoing',
    'searches',
    'emptySearches',
    'clickedSearches',
  ] as const),
];

export const daysAsCsv = (days: readonly DayOfEvents[]): string => asCsv(COLUMNS, days);

export const platformDaysAsCsv = (days: readonly DayOfPlatform[]): string => asCsv(OF_PLATFORM, days);

const asCsv = <Column extends string>(columns: readonly Column[], days: readonly Record<Column, string | number>[]): string =>
  [columns, ...days.map((day) => columns.map((column) => String(day[column])))].map((cells) => csvLine(cells)).join('');
