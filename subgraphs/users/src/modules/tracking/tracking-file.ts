import { strToU8, zipSync } from 'fflate';
import { csv } from '../export/export-archive';
import type { Language } from '../preference/preference-language';
import { chartOf } from './tracking-chart';
import type { Figures } from './tracking-figures';

export interface ReportFile {
  period: string;
  startsOn: string;
  endsOn: string;
  figures: Figures;
  /** What was written down in it, in words. */
  activities: Record<string, unknown>[];
  language: Language;
}

/** A report as a ZIP: numbers, days, activities, chart. */
export function zipOf({ figures, activities, language, ...about }: ReportFile): Uint8Array {
  const columns = ['date', 'studyHours', 'subject', 'sleepHours', 'mood', 'moodText', 'description', 'tags', 'notes'];
  const files = {
    'report.json': `${JSON.stringify({ ...about, ...figures }, null, 2)}\n`,
    'days.csv': csv(['date', 'studyHours', 'sleepHours', 'mood'], figures.days),
    'activities.csv': csv(columns, activities),
    'chart.svg': chartOf(figures, language),
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}
