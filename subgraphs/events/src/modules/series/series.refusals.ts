import { Refusal } from '@marquee/platform';
import type { SeriesStatus } from '../../generated/prisma/enums';

export const wrongSeriesStatus = (seriesStatus: SeriesStatus, message: string) =>
  new Refusal('WrongSeriesStatus', 'NOT_ALLOWED_NOW', message, { seriesStatus }, { nextStep: 'RELOAD' });
