import { csvLine } from '../text/csv-line';
import type { DayOfEvents } from './analytics.types';

const COLUMNS = ['day', 'impressions', 'views', 'clicks', 'answered', 'paid', 'came'] as const;

export const daysAsCsv = (days: readonly DayOfEvents[]): string =>
  [COLUMNS, ...days.map((day) => COLUMNS.map((column) => String(day[column])))].map((cells) => csvLine(cells)).join('');
