import { instantOf, wallMillis, wallOf, wallOfMillis, wallTime, type WallTime } from './wall-clock';

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** A recurrence rule whose parts have been read; lists are sorted and hold nothing twice. */
export interface Rule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  /** On the wall clock, inclusive. */
  until: WallTime | null;
  /** Further parts as RFC 5545 writes them, by name. */
  parts: ReadonlyMap<string, string>;
}

const MOST_COUNT = 1_000;
const MOST_INTERVAL = 400;
/** A day has no more starts than this, so that nothing that is read from a rule grows without bound. */
const MOST_A_DAY = 12;
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const ORDER = ['BYMONTH', 'BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSETPOS', 'WKST'];

/** Where each number may lie; what may be counted from the end may be negative, and nothing is the 0th. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number, fromEnd: boolean]>> = {
  BYMONTH: [1, 12, false],
  BYWEEKNO: [1, 53, true],
  BYYEARDAY: [1, 366, true],
  BYMONTHDAY: [1, 31, true],
  BYHOUR: [0, 23, false],
  BYMINUTE: [0, 59, false],
  BYSETPOS: [1, 366, true],
};

/** What is wrong with a rule, in words for who wrote it. */
export class RuleFault extends Error {}

/** Reads RFC 5545's RRULE, with or without its name. `zone`: of an UNTIL in UTC. Throws `RuleFault`. */
export function readRule(text: string, zone: string): Rule {
  const given = new Map<string, string>();
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (!name || !value || more.length > 0) throw new RuleFault('must be parts like FREQ=WEEKLY, with semicolons between them');
    if (given.has(name)) throw new RuleFault(`has ${name} twice`);
    given.set(name, value);
  }
  const frequency = given.get('FREQ') as Frequency;
  if (!FREQUENCIES.includes(frequency)) throw new RuleFault(`FREQ must be one of ${FREQUENCIES.join(', ')}`);
  const count = wholeNumber(given, 'COUNT', MOST_COUNT);
  const until = untilOf(given.get('UNTIL'), zone);
  if (count !== null && until !== null) throw new RuleFault('must have COUNT or UNTIL, not both');
  const interval = wholeNumber(given, 'INTERVAL', MOST_INTERVAL) ?? 1;
  for (const name of ['FREQ', 'COUNT', 'UNTIL', 'INTERVAL']) given.delete(name);
  const parts = new Map<string, string>();
  for (const name of ORDER) {
    const value = given.get(name);
    if (value !== undefined) parts.set(name, name === 'WKST' || name === 'BYDAY' ? days(name, value) : numbers(name, value));
    given.delete(name);
  }
  for (const name of given.keys()) throw new RuleFault(`${name} is not known here`);
  refuseCombinations(frequency, parts);
  return { frequency, interval, count, until, parts };
}

/** As it is kept: one text for one meaning. */
export const ruleText = ({ frequency, interval, count, until, parts }: Rule): string =>
  [
    `FREQ=${frequency}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...(count === null ? [] : [`COUNT=${count}`]),
    ...(until === null ? [] : [`UNTIL=${until.replace(/[-:]/g, '')}`]),
    ...[...parts].map(([name, value]) => `${name}=${value}`),
  ].join(';');

/** UNTIL as calendar programs want it beside a start with a zone: in UTC (RFC 5545, 3.3.10). */
export const ruleInUtc = (rule: Rule, zone: string): string =>
  ruleText({ ...rule, until: null }) +
  (rule.until === null ? '' : `;UNTIL=${wallOfMillis(instantOf(rule.until, zone).getTime()).replace(/[-:]/g, '')}Z`);

function wholeNumber(given: ReadonlyMap<string, string>, name: string, most: number): number | null {
  const value = given.get(name);
  if (value === undefined) return null;
  if (!/^\d{1,6}$/.test(value) || Number(value) < 1 || Number(value) > most) throw new RuleFault(`${name} must be between 1 and ${most}`);
  return Number(value);
}

/** A date ends with its day. */
function untilOf(value: string | undefined, zone: string): WallTime | null {
  if (value === undefined) return null;
  const [, year, month, day, time, utc] = /^(\d{4})(\d{2})(\d{2})(?:T(\d{6})(Z?))?$/.exec(value) ?? [];
  const [hour, minute, second] = time ? [time.slice(0, 2), time.slice(2, 4), time.slice(4)] : ['23', '59', '59'];
  const wall = wallTime(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  if (wall === null) throw new RuleFault('UNTIL must be a date or a time such as 20270630T220000Z');
  return utc ? wallOf(new Date(wallMillis(wall)), zone) : wall;
}

function numbers(name: string, value: string): string {
  const [least, most, fromEnd] = RANGES[name]!;
  const read = value.split(',').map((one) => (/^[+-]?\d{1,3}$/.test(one) ? Number(one) : NaN));
  const isGood = (n: number) => (fromEnd ? Math.abs(n) >= least && Math.abs(n) <= most : n >= least && n <= most);
  if (!read.every(isGood))
    throw new RuleFault(`${name} must be numbers between ${least} and ${most}${fromEnd ? ', or from the end with a minus' : ''}`);
  return [...new Set(read)].sort((a, b) => a - b).join(',');
}

function days(name: string, value: string): string {
  const read = value.split(',').map((one) => /^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(one));
  if (!read.every((one) => one !== null) || (name === 'WKST' && (read.length > 1 || read[0]![1])))
    throw new RuleFault(name === 'WKST' ? 'WKST must be one day' : 'BYDAY must be days such as MO, 1SU or -1FR');
  if (read.some((one) => Math.abs(Number(one![1] ?? 1)) > 53)) throw new RuleFault('BYDAY counts to 53 at most');
  const texts = read.map((one) => `${one![1] === undefined ? '' : Number(one![1])}${one![2]}`);
  return [...new Set(texts)].sort((a, b) => DAYS.indexOf(a.slice(-2)) - DAYS.indexOf(b.slice(-2)) || (a < b ? -1 : 1)).join(',');
}

/**
 * What RFC 5545 forbids, and what it leaves so open that programs read it differently: an organiser whose guests see other days in their
 * calendars than here is helped by no reading.
 */
function refuseCombinations(frequency: Frequency, parts: ReadonlyMap<string, string>): void {
  const has = (name: string) => parts.has(name);
  const counted = /\d/.test(parts.get('BYDAY') ?? '');
  const refuse = (condition: boolean, message: string) => {
    if (condition) throw new RuleFault(message);
  };
  refuse(has('BYWEEKNO') && frequency !== 'YEARLY', 'BYWEEKNO goes with FREQ=YEARLY only');
  refuse(has('BYWEEKNO') && !has('BYDAY'), 'BYWEEKNO needs BYDAY');
  refuse(has('BYWEEKNO') && (has('BYMONTH') || has('BYYEARDAY') || has('BYMONTHDAY')), 'BYWEEKNO goes with no other choice of days');
  refuse(has('BYYEARDAY') && frequency !== 'YEARLY', 'BYYEARDAY goes with FREQ=YEARLY only');
  refuse(has('BYMONTHDAY') && frequency === 'WEEKLY', 'BYMONTHDAY does not go with FREQ=WEEKLY');
  refuse(counted && frequency !== 'MONTHLY' && frequency !== 'YEARLY', 'BYDAY counts with FREQ=MONTHLY and YEARLY only');
  refuse(
    counted && (has('BYMONTHDAY') || has('BYYEARDAY') || has('BYWEEKNO')),
    'a BYDAY that counts goes with no BYMONTHDAY, BYYEARDAY and BYWEEKNO',
  );
  refuse(has('BYSETPOS') && !ORDER.slice(0, 7).some(has), 'BYSETPOS needs another BY part');
  const size = (name: string) => parts.get(name)?.split(',').length ?? 1;
  refuse(size('BYHOUR') * size('BYMINUTE') > MOST_A_DAY, `must not begin more than ${MOST_A_DAY} times a day`);
}
