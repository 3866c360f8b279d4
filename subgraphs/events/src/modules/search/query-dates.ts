import { DateTime } from 'luxon';
import { AMBIGUOUS, FEASTS, MONTHS, PARTS_OF_DAY, SPANS, WEEKDAYS } from './words/days';
import { keys } from './query-words';

export interface Span {
  from: Date;
  to: Date;
}

/** What a name of a time means; `alone` is false for names that mean other things, too, or that are subjects as well as days. */
export interface TimeName {
  spanOf(now: DateTime): [DateTime, DateTime];
  alone: boolean;
}

const EVENING_FROM = 17;
const NIGHT_UNTIL = 4;
const NOW_HOURS = 3;

const day = (at: DateTime): [DateTime, DateTime] => [at.startOf('day'), at.startOf('day').plus({ days: 1 })];
const evening = (at: DateTime): [DateTime, DateTime] => [
  at.startOf('day').set({ hour: EVENING_FROM }),
  at.startOf('day').plus({ days: 1 }).set({ hour: NIGHT_UNTIL }),
];
const weekend = (now: DateTime, weeks: number): [DateTime, DateTime] => {
  const monday = now.startOf('week').plus({ weeks });
  return [monday.plus({ days: 5 }), monday.plus({ days: 7 })];
};

const SPAN_OF: Readonly<Record<string, (now: DateTime) => [DateTime, DateTime]>> = {
  now: (now) => [now, now.plus({ hours: NOW_HOURS })],
  today: (now) => [now, day(now)[1]],
  // Before dawn it is still last night.
  tonight: (now) => (now.hour < NIGHT_UNTIL ? [now, now.set({ hour: NIGHT_UNTIL, minute: 0, second: 0, millisecond: 0 })] : evening(now)),
  tomorrow: (now) => day(now.plus({ days: 1 })),
  weekend: (now) => weekend(now, 0),
  nextWeekend: (now) => weekend(now, 1),
  week: (now) => [now, now.startOf('week').plus({ weeks: 1 })],
  nextWeek: (now) => [now.startOf('week').plus({ weeks: 1 }), now.startOf('week').plus({ weeks: 2 })],
  month: (now) => [now, now.startOf('month').plus({ months: 1 })],
  nextMonth: (now) => [now.startOf('month').plus({ months: 1 }), now.startOf('month').plus({ months: 2 })],
};

const weekdayOf = (weekday: number) => (now: DateTime) => day(now.plus({ days: (weekday - now.weekday + 7) % 7 }));
/** In the week after this one. */
const nextWeekdayOf = (weekday: number) => (now: DateTime) => day(now.startOf('week').plus({ days: 6 + weekday }));
const monthOf =
  (month: number) =>
  (now: DateTime): [DateTime, DateTime] => {
    const begin = now.startOf('month').set({ month });
    const coming = begin < now.startOf('month') ? begin.plus({ years: 1 }) : begin;
    return [DateTime.max(coming, now), coming.plus({ months: 1 })];
  };

/** Sunday of Easter; after Meeus, Jones and Butcher. */
function easter(year: number, zone: DateTime): DateTime {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return zone.set({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 }).startOf('day');
}

const fixed = (month: number, date: number) => (year: number, zone: DateTime) => zone.set({ year, month, day: date }).startOf('day');
/** The nth such weekday of a month. */
const nth = (month: number, weekday: number, n: number) => (year: number, zone: DateTime) => {
  const first = zone.set({ year, month, day: 1 }).startOf('day');
  return first.plus({ days: ((weekday - first.weekday + 7) % 7) + 7 * (n - 1) });
};

/** As Ontario has them. */
const FEAST_DAY: Readonly<Record<string, (year: number, zone: DateTime) => DateTime>> = {
  newYearsEve: fixed(12, 31),
  newYearsDay: fixed(1, 1),
  valentines: fixed(2, 14),
  familyDay: nth(2, 1, 3),
  stPatricks: fixed(3, 17),
  goodFriday: (year, zone) => easter(year, zone).minus({ days: 2 }),
  easter,
  mothersDay: nth(5, 7, 2),
  victoriaDay: (year, zone) => fixed(5, 24)(year, zone).startOf('week'),
  fathersDay: nth(6, 7, 3),
  canadaDay: fixed(7, 1),
  civicHoliday: nth(8, 1, 1),
  labourDay: nth(9, 1, 1),
  thanksgiving: nth(10, 1, 2),
  halloween: fixed(10, 31),
  christmasEve: fixed(12, 24),
  christmas: fixed(12, 25),
  boxingDay: fixed(12, 26),
};

const feastOf =
  (name: string) =>
  (now: DateTime): [DateTime, DateTime] => {
    const days = [now.year, now.year + 1].map((year) => FEAST_DAY[name]!(year, now));
    const coming = days.find((at) => at.plus({ days: 1 }) > now)!;
    // Its eve goes on after midnight.
    return name === 'newYearsEve' ? [coming.set({ hour: 12 }), coming.plus({ days: 1 }).set({ hour: NIGHT_UNTIL })] : day(coming);
  };

/** All names of times, folded. */
export const TIME_NAMES: ReadonlyMap<string, TimeName> = (() => {
  const all = new Map<string, TimeName>();
  const ambiguous = new Set(AMBIGUOUS.flatMap(keys));
  const put = (list: string, spanOf: TimeName['spanOf'], alone = true) => {
    for (const name of keys(list)) if (!all.has(name)) all.set(name, { spanOf, alone: alone && !ambiguous.has(name) });
  };
  for (const [span, list] of Object.entries(SPANS)) put(list, SPAN_OF[span]!);
  for (const [at, list] of WEEKDAYS.entries()) {
    put(list, weekdayOf(at + 1));
    for (const name of keys(list).slice(0, 1)) put(`next ${name}`, nextWeekdayOf(at + 1));
  }
  for (const [at, list] of MONTHS.entries()) put(list, monthOf(at + 1));
  for (const [feast, { alone = '', onThe = '' }] of Object.entries(FEASTS)) {
    put(alone, feastOf(feast));
    put(onThe, feastOf(feast), false);
  }
  return all;
})();

export const PARTS: ReadonlyMap<string, keyof typeof PARTS_OF_DAY> = new Map(
  (Object.keys(PARTS_OF_DAY) as (keyof typeof PARTS_OF_DAY)[]).flatMap((part) =>
    keys(PARTS_OF_DAY[part]).map((name) => [name, part] as const),
  ),
);

/** A part of the first day of a span. */
export function partOf([from]: readonly [DateTime, DateTime], part: keyof typeof PARTS_OF_DAY): [DateTime, DateTime] {
  const at = from.startOf('day');
  if (part === 'evening') return evening(at);
  return part === 'morning' ? [at.set({ hour: 5 }), at.set({ hour: 12 })] : [at.set({ hour: 12 }), at.set({ hour: EVENING_FROM })];
}

const MONTH_NUMBER = new Map(MONTHS.flatMap((list, at) => keys(list).map((name) => [name, at + 1] as const)));
const DATE_NUMBER = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/;

/**
 * A date as people write it: "december 12", "12 december", "dec 12-14", "2026-12-12", with a year behind it or the next one to come. Tells
 * how many words it takes; null where there is none.
 */
export function writtenDate(words: readonly string[], now: DateTime): { span: [DateTime, DateTime]; length: number } | null {
  const [first = '', second = '', third = ''] = words;
  if (/^\d{4}-\d{2}-\d{2}$/.test(first)) {
    const at = DateTime.fromISO(first, { zone: now.zone });
    return at.isValid ? { span: day(at), length: 1 } : null;
  }
  const [monthWord, numberWord] = MONTH_NUMBER.has(first) ? [first, second] : [second, first];
  const month = MONTH_NUMBER.get(monthWord);
  if (month === undefined) return null;
  const range = /^(\d{1,2})-(\d{1,2})$/.exec(numberWord);
  const date = Number(range?.[1] ?? DATE_NUMBER.exec(numberWord)?.[1] ?? 0);
  const until = Number(range?.[2] ?? date);
  const year = /^20\d\d$/.test(third) ? Number(third) : now.year;
  const begin = now
    .startOf('day')
    .set({ year, month, day: 1 })
    .plus({ days: date - 1 });
  if (date < 1 || until < date || begin.month !== month) return null;
  const coming = third === String(year) || begin.plus({ days: 1 }) > now ? begin : begin.plus({ years: 1 });
  return { span: [coming, coming.plus({ days: until - date + 1 })], length: third === String(year) ? 3 : 2 };
}
