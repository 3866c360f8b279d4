import { rrulestr } from 'rrule';
import { occurrencesBetween } from '../src/modules/series/recurrence';
import { readRule, ruleText } from '../src/modules/series/recurrence-rule';

const DAY = 86_400_000;
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A rule and a start that are accepted, the same for the same seed. */
function aRule(seed: number): { rule: string; start: string } {
  let state = seed * 2_654_435_761;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const one = <T>(items: readonly T[]): T => items[whole(0, items.length - 1)]!;
  const some = <T>(most: number, make: () => T): string => [...new Set(Array.from({ length: whole(1, most) }, make))].join(',');
  const frequency = one(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);
  const parts = [`FREQ=${frequency}`, ...(random() < 0.5 ? [`INTERVAL=${whole(1, 4)}`] : [])];
  const choices = choose();
  const position = choices.length > 0 && random() < 0.2 ? [`BYSETPOS=${one(['1', '2', '-1', '1,-1', '3'])}`] : [];
  // The second library counts positions in what is left of the first week; RFC 5545 in the whole of it.
  const setPosition = frequency === 'WEEKLY' ? [] : position;
  const hours = random() < 0.15 ? [`BYHOUR=${some(2, () => whole(8, 20))}`] : [];
  const end = random() < 0.3 ? [`COUNT=${whole(1, 30)}`] : random() < 0.3 ? [`UNTIL=20260${whole(1, 9)}15T235959`] : [];
  const week = random() < 0.3 ? [`WKST=${one(DAYS)}`] : [];
  const start = `2025-${two(whole(1, 12))}-${two(whole(1, 28))}T09:30:00`;
  return { rule: [...parts, ...choices, ...hours, ...setPosition, ...end, ...week].join(';'), start };

  function choose(): string[] {
    const days = () => `BYDAY=${some(3, () => one(DAYS))}`;
    if (frequency === 'YEARLY' && random() < 0.15) return [`BYWEEKNO=${some(2, () => one([2, 10, 20, 40, 51, -2]))}`, days()];
    if (frequency === 'YEARLY' && random() < 0.15) return [`BYYEARDAY=${some(3, () => one([1, 60, 100, 200, 365, 366, -1, -366, -100]))}`];
    const months = random() < 0.3 ? [`BYMONTH=${some(3, () => whole(1, 12))}`] : [];
    const counts = (frequency === 'MONTHLY' || frequency === 'YEARLY') && random() < 0.4;
    if (counts) return [...months, `BYDAY=${some(3, () => `${one([1, 2, 3, 4, 5, -1, -2])}${one(DAYS)}`)}`];
    const inMonth = frequency !== 'WEEKLY' && random() < 0.3;
    return [
      ...months,
      ...(inMonth ? [`BYMONTHDAY=${some(3, () => one([1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -31]))}`] : []),
      ...(random() < 0.4 ? [days()] : []),
    ];
  }
}

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * Both libraries find the same starts in five hundred days. The second one counts a day twice that two of BYSETPOS name, and does not sort the
 * hours of one day.
 */
export function agree(seed: number): void {
  const { start, rule: text } = aRule(seed);
  const rule = ruleText(readRule(text, 'UTC'));
  const from = new Date(`${start}Z`);
  const to = new Date(from.getTime() + 500 * DAY);
  const other = rrulestr(`DTSTART:${start.replace(/[-:]/g, '')}Z\nRRULE:${rule.replace(/(UNTIL=\w+)/, '$1Z')}`);
  const expected = other.between(from, to, true).map((at) => at.toISOString().slice(0, 19));
  const schedule = { start, timezone: 'UTC', durationMinutes: 60, rule, added: [], excluded: [] };
  const found = occurrencesBetween(schedule, from, new Date(to.getTime() + 1), 2_000).map(({ recurrenceId }) => recurrenceId);
  expect([seed, rule, start, ...found]).toEqual([seed, rule, start, ...[...new Set(expected)].sort()]);
}
