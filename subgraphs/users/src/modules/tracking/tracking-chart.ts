import type { Language } from '../preference/preference-language';
import type { Figures } from './tracking-figures';

const WORDS: Record<Language, { study: string; sleep: string; title: string }> = {
  EN: { study: 'Study', sleep: 'Sleep', title: 'Hours a day' },
  FR: { study: 'Étude', sleep: 'Sommeil', title: 'Heures par jour' },
  DE: { study: 'Lernen', sleep: 'Schlaf', title: 'Stunden am Tag' },
  ES: { study: 'Estudio', sleep: 'Sueño', title: 'Horas al día' },
};

const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 36;
const TOP = 40;
const BOTTOM = 28;
const PLOT = { width: WIDTH - LEFT - 12, height: HEIGHT - TOP - BOTTOM };

/**
 * The days of a report as an SVG document: a bar for the hours of study of each, a line for those of sleep, broken where a night was not written
 * down. Numbers and dates alone, nothing that somebody wrote: it can hold no script.
 */
export function chartOf({ days, studyHours, averageSleepHours }: Figures, language: Language): string {
  const { study, sleep, title } = WORDS[language];
  const most = Math.max(4, ...days.flatMap((day) => [day.studyHours, day.sleepHours ?? 0]));
  // Some four lines, at whole hours.
  const step = Math.ceil(most / 4);
  const ceiling = Math.ceil(most / step) * step;
  const x = (at: number) => LEFT + ((at + 0.5) * PLOT.width) / days.length;
  const y = (hours: number) => TOP + PLOT.height * (1 - hours / ceiling);
  const bar = (PLOT.width / days.length) * 0.6;
  const n = (value: number) => String(Math.round(value * 10) / 10);
  const grid = Array.from({ length: ceiling / step + 1 }, (_, line) => line * step).map(
    (hours) =>
      `<path d="M${LEFT} ${n(y(hours))}H${WIDTH - 12}" stroke="#ddd"/><text x="${LEFT - 6}" y="${n(y(hours) + 4)}" text-anchor="end">${hours}</text>`,
  );
  const bars = days.map(({ studyHours: hours }, at) =>
    hours > 0 ? `<rect x="${n(x(at) - bar / 2)}" y="${n(y(hours))}" width="${n(bar)}" height="${n(y(0) - y(hours))}" fill="#4477aa"/>` : '',
  );
  const every = days.length > 7 ? 5 : 1;
  const labels = days.map(({ date }, at) =>
    at % every === 0 ? `<text x="${n(x(at))}" y="${HEIGHT - 8}" text-anchor="middle">${Number(date.slice(8))}</text>` : '',
  );
  const line = days
    .map(({ sleepHours: hours }, at) => {
      if (hours === null) return '';
      const begins = at === 0 || days[at - 1]!.sleepHours === null;
      return `${begins ? 'M' : 'L'}${n(x(at))} ${n(y(hours))}`;
    })
    .join('');
  const dots = days.map(({ sleepHours: hours }, at) =>
    hours === null ? '' : `<circle cx="${n(x(at))}" cy="${n(y(hours))}" r="3" fill="#cc6677"/>`,
  );
  const span = `${days[0]!.date} – ${days.at(-1)!.date}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="t d" font-family="sans-serif" font-size="12">`,
    `<title id="t">${title}, ${span}</title>`,
    `<desc id="d">${study}: ${studyHours} h. ${sleep}: ${averageSleepHours === null ? '–' : `${averageSleepHours} h`}.</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<rect x="${LEFT}" y="12" width="12" height="12" fill="#4477aa"/><text x="${LEFT + 18}" y="22">${study}</text>`,
    `<circle cx="${LEFT + 126}" cy="18" r="5" fill="#cc6677"/><text x="${LEFT + 138}" y="22">${sleep}</text>`,
    `<text x="${WIDTH - 12}" y="22" text-anchor="end">${span}</text>`,
    ...grid,
    ...bars.filter((one) => one !== ''),
    ...(line === '' ? [] : [`<path d="${line}" fill="none" stroke="#cc6677" stroke-width="2"/>`]),
    ...dots.filter((one) => one !== ''),
    ...labels.filter((one) => one !== ''),
    '</svg>',
    '',
  ].join('\n');
}
