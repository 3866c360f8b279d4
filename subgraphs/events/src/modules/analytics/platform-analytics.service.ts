import type { Context } from '../../context';
import type { DayRange } from '../interaction/interaction.input';
import { SEARCH_LOG } from '../interaction/interaction.sql';
import type { SearchedWords } from '../interaction/interaction.types';
import { platformDaysAsCsv } from './analytics-csv';
import { CITIES_OF_PLATFORM, COHORTS_OF_PLATFORM, DAYS_OF_PLATFORM, PERIODS_OF_PLATFORM } from './platform-analytics.sql';
import type { CityOfPlatform, CohortRow, DayOfPlatform, PeriodOfPlatform, PlatformView } from './platform-analytics.types';
import { cohortsOf, goalsOf } from './platform-goals';

const FAILED = 20;

/** How the platform is doing, of rollups alone: five statements, whatever the range. */
export class PlatformAnalyticsService {
  constructor(private readonly ctx: Context) {}

  async of({ from, to }: DayRange): Promise<PlatformView> {
    const { db } = this.ctx.kept;
    const values = [from, to];
    const [days, periods, cohorts, cities, failedSearches] = await Promise.all([
      db.query<DayOfPlatform>({ name: 'platform_days', text: DAYS_OF_PLATFORM, values }),
      db.query<PeriodOfPlatform>({ name: 'platform_periods', text: PERIODS_OF_PLATFORM, values }),
      db.query<CohortRow>({ name: 'platform_cohorts', text: COHORTS_OF_PLATFORM, values }),
      db.query<CityOfPlatform>({ name: 'platform_cities', text: CITIES_OF_PLATFORM, values }),
      db.query<SearchedWords>({ name: 'search_log', text: SEARCH_LOG, values: [from, to, true, FAILED] }),
    ]);
    const weeks = periods.filter(({ kind }) => kind === 'WEEK');
    return {
      days,
      weeks,
      months: periods.filter(({ kind }) => kind === 'MONTH'),
      cohorts: cohortsOf(cohorts),
      cities,
      failedSearches,
      goals: goalsOf(days, weeks, to),
      csv: platformDaysAsCsv(days),
    };
  }
}
