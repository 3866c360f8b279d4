import { readRule, ruleInUtc, RuleFault, ruleText } from '../src/modules/series/recurrence-rule';
import { beginsAtStart, goesOnAfter, occurrencesBetween, splitBefore, type Schedule } from '../src/modules/series/recurrence';

import { agree } from './random-rules';
import { instantOf, wallOf, wallTime } from '../src/modules/series/wall-clock';

const NEW_YORK = 'America/New_York';
const schedule = (rule: string, start = '1997-09-02T09:00:00', timezone = NEW_YORK, more: Partial<Schedule> = {}): Schedule => ({
  ...{ start, timezone, durationMinutes: 60, rule: ruleText(readRule(rule, timezone)), added: [], excluded: [] },
  ...more,
});
const walls = (one: Schedule, most = 100, from = '1970-01-01', to = '2100-01-01'): string[] =>
  occurrencesBetween(one, new Date(from), new Date(to), most).map(({ recurrenceId }) => recurrenceId);
const days = (one: Schedule, most?: number): string[] => walls(one, most).map((wall) => wall.slice(0, 10));

/** The examples of RFC 5545, 3.8.5.3, from a start on 2 September 1997 in New York unless told otherwise, with what the RFC says of them. */
test.each<[string, string[], string?]>([
  ['FREQ=DAILY;COUNT=10', span('1997-09', 2, 11)],
  [
    'FREQ=DAILY;UNTIL=19971224T000000Z',
    [...span('1997-09', 2, 30), ...span('1997-10', 1, 31), ...span('1997-11', 1, 30), ...span('1997-12', 1, 23)],
  ],
  ['FREQ=DAILY;INTERVAL=10;COUNT=5', ['1997-09-02', '1997-09-12', '1997-09-22', '1997-10-02', '1997-10-12']],
  [
    'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
    [1998, 1999, 2000].flatMap((year) => span(`${year}-01`, 1, 31)),
    '1998-01-01T09:00:00',
  ],
  ['FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1', [1998, 1999, 2000].flatMap((year) => span(`${year}-01`, 1, 31)), '1998-01-01T09:00:00'],
  [
    'FREQ=WEEKLY;COUNT=10',
    [
      '1997-09-02',
      '1997-09-09',
      '1997-09-16',
      '1997-09-23',
      '1997-09-30',
      '1997-10-07',
      '1997-10-14',
      '1997-10-21',
      '1997-10-28',
      '1997-11-04',
    ],
  ],
  [
    'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
    [
      '1997-09-02',
      '1997-09-04',
      '1997-09-09',
      '1997-09-11',
      '1997-09-16',
      '1997-09-18',
      '1997-09-23',
      '1997-09-25',
      '1997-09-30',
      '1997-10-02',
    ],
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
    ['1997-09-02', '1997-09-04', '1997-09-16', '1997-09-18', '1997-09-30', '1997-10-02', '1997-10-14', '1997-10-16'],
  ],
  [
    'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
    [
      '1997-09-05',
      '1997-10-03',
      '1997-11-07',
      '1997-12-05',
      '1998-01-02',
      '1998-02-06',
      '1998-03-06',
      '1998-04-03',
      '1998-05-01',
      '1998-06-05',
    ],
    '1997-09-05T09:00:00',
  ],
  [
    'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
    [
      '1997-09-07',
      '1997-09-28',
      '1997-11-02',
      '1997-11-30',
      '1998-01-04',
      '1998-01-25',
      '1998-03-01',
      '1998-03-29',
      '1998-05-03',
      '1998-05-31',
    ],
    '1997-09-07T09:00:00',
  ],
  [
    'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
    ['1997-09-22', '1997-10-20', '1997-11-17', '1997-12-22', '1998-01-19', '1998-02-16'],
    '1997-09-22T09:00:00',
  ],
  [
    'FREQ=MONTHLY;COUNT=6;BYMONTHDAY=-3',
    ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29', '1998-01-29', '1998-02-26'],
    '1997-09-28T09:00:00',
  ],
  [
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
    [
      '1997-09-02',
      '1997-09-15',
      '1997-10-02',
      '1997-10-15',
      '1997-11-02',
      '1997-11-15',
      '1997-12-02',
      '1997-12-15',
      '1998-01-02',
      '1998-01-15',
    ],
  ],
  [
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
    [
      '1997-09-30',
      '1997-10-01',
      '1997-10-31',
      '1997-11-01',
      '1997-11-30',
      '1997-12-01',
      '1997-12-31',
      '1998-01-01',
      '1998-01-31',
      '1998-02-01',
    ],
    '1997-09-30T09:00:00',
  ],
  [
    'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
    [...span('1997-09', 10, 15), ...span('1999-03', 10, 13)],
    '1997-09-10T09:00:00',
  ],
  [
    'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
    [1997, 1998, 1999, 2000, 2001].flatMap((year) => [`${year}-06-10`, `${year}-07-10`]),
    '1997-06-10T09:00:00',
  ],
  [
    'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
    ['1997-03-10', ...[1999, 2001, 2003].flatMap((year) => [1, 2, 3].map((month) => `${year}-0${month}-10`))],
    '1997-03-10T09:00:00',
  ],
  [
    'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
    [
      '1997-01-01',
      '1997-04-10',
      '1997-07-19',
      '2000-01-01',
      '2000-04-09',
      '2000-07-18',
      '2003-01-01',
      '2003-04-10',
      '2003-07-19',
      '2006-01-01',
    ],
    '1997-01-01T09:00:00',
  ],
  ['FREQ=YEARLY;BYDAY=20MO;COUNT=3', ['1997-05-19', '1998-05-18', '1999-05-17'], '1997-05-19T09:00:00'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3', ['1997-05-12', '1998-05-11', '1999-05-17'], '1997-05-12T09:00:00'],
  ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=5', ['1997-03-13', '1997-03-20', '1997-03-27', '1998-03-05', '1998-03-12'], '1997-03-13T09:00:00'],
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=5', ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13', '2000-10-13']],
  [
    'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=4',
    ['1997-09-13', '1997-10-11', '1997-11-08', '1997-12-13'],
    '1997-09-13T09:00:00',
  ],
  [
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3',
    ['1996-11-05', '2000-11-07', '2004-11-02'],
    '1996-11-05T09:00:00',
  ],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', ['1997-09-04', '1997-10-07', '1997-11-06'], '1997-09-04T09:00:00'],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7',
    ['1997-09-29', '1997-10-30', '1997-11-27', '1997-12-30', '1998-01-29', '1998-02-26', '1998-03-30'],
    '1997-09-29T09:00:00',
  ],
  ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'], '1997-08-05T09:00:00'],
  ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'], '1997-08-05T09:00:00'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', ['2007-01-15', '2007-01-30', '2007-02-15', '2007-03-15', '2007-03-30'], '2007-01-15T09:00:00'],
])('RFC 5545: %s (E29)', (rule, expected, start) => {
  expect(days(schedule(rule, start), 200)).toEqual(expected);
});

test('RFC 5545: an exception is left out, and a further date is there', () => {
  const one = schedule('FREQ=MONTHLY;COUNT=3;BYMONTHDAY=2', undefined, undefined, {
    excluded: ['1997-10-02T09:00:00'],
    added: ['1997-10-20T10:30:00'],
  });
  expect(walls(one)).toEqual(['1997-09-02T09:00:00', '1997-10-20T10:30:00', '1997-11-02T09:00:00']);
});

test('random rules agree with a second library', () => {
  for (let seed = 1; seed <= 15; seed++) agree(seed);
});

describe('the clocks change', () => {
  const weekly = (start: string, timezone: string) =>
    occurrencesBetween(schedule('FREQ=DAILY;COUNT=3', start, timezone), new Date(0), new Date('2100-01-01'), 5).map(({ startsAt }) =>
      startsAt.toISOString(),
    );

  test.each([
    [
      'Toronto, forward',
      'America/Toronto',
      '2027-03-13T19:30:00',
      ['2027-03-14T00:30:00.000Z', '2027-03-14T23:30:00.000Z', '2027-03-15T23:30:00.000Z'],
    ],
    [
      'Toronto, back',
      'America/Toronto',
      '2027-11-06T19:30:00',
      ['2027-11-06T23:30:00.000Z', '2027-11-08T00:30:00.000Z', '2027-11-09T00:30:00.000Z'],
    ],
    [
      'Berlin, forward',
      'Europe/Berlin',
      '2027-03-27T19:30:00',
      ['2027-03-27T18:30:00.000Z', '2027-03-28T17:30:00.000Z', '2027-03-29T17:30:00.000Z'],
    ],
    [
      'Berlin, back',
      'Europe/Berlin',
      '2027-10-30T19:30:00',
      ['2027-10-30T17:30:00.000Z', '2027-10-31T18:30:00.000Z', '2027-11-01T18:30:00.000Z'],
    ],
    [
      'Lord Howe, half an hour back',
      'Australia/Lord_Howe',
      '2027-04-03T19:30:00',
      ['2027-04-03T08:30:00.000Z', '2027-04-04T09:00:00.000Z', '2027-04-05T09:00:00.000Z'],
    ],
    [
      'Lord Howe, half an hour forward',
      'Australia/Lord_Howe',
      '2027-10-02T19:30:00',
      ['2027-10-02T09:00:00.000Z', '2027-10-03T08:30:00.000Z', '2027-10-04T08:30:00.000Z'],
    ],
    // Skipped: told by the offset before.
    [
      'Toronto, a time that is skipped',
      'America/Toronto',
      '2027-03-13T02:30:00',
      ['2027-03-13T07:30:00.000Z', '2027-03-14T07:30:00.000Z', '2027-03-15T06:30:00.000Z'],
    ],
    [
      'Lord Howe, a time that is skipped',
      'Australia/Lord_Howe',
      '2027-10-02T02:15:00',
      ['2027-10-01T15:45:00.000Z', '2027-10-02T15:45:00.000Z', '2027-10-03T15:15:00.000Z'],
    ],
    // Twice: the first of the two.
    [
      'Berlin, a time that comes twice',
      'Europe/Berlin',
      '2027-10-30T02:30:00',
      ['2027-10-30T00:30:00.000Z', '2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z'],
    ],
    [
      'Lord Howe, a time that comes twice',
      'Australia/Lord_Howe',
      '2027-04-03T01:45:00',
      ['2027-04-02T14:45:00.000Z', '2027-04-03T14:45:00.000Z', '2027-04-04T15:15:00.000Z'],
    ],
  ])('%s', (_name, timezone, start, expected) => {
    expect(weekly(start, timezone)).toEqual(expected);
  });

  test('what is told on a wall is read there again', () => {
    for (const zone of ['America/Toronto', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'])
      for (let hour = 0; hour < 24 * 366; hour += 7) {
        const at = new Date(Date.UTC(2027, 0, 1, hour, 10));
        const back = instantOf(wallOf(at, zone), zone);
        // Of two instants with one time, the first.
        expect([0, 30 * 60_000, 3_600_000]).toContain(at.getTime() - back.getTime());
      }
  });
});

test.each<[string, string]>([
  ['', 'parts like'],
  ['FREQ=HOURLY', 'FREQ must be one of'],
  ['FREQ=MINUTELY', 'FREQ must be one of'],
  ['FREQ=SECONDLY;COUNT=3', 'FREQ must be one of'],
  ['FREQ=DAILY;FREQ=WEEKLY', 'twice'],
  ['FREQ=DAILY;COUNT=0', 'COUNT must be'],
  ['FREQ=DAILY;COUNT=1001', 'COUNT must be'],
  ['FREQ=DAILY;INTERVAL=1e9', 'INTERVAL must be'],
  ['FREQ=DAILY;COUNT=3;UNTIL=20270101', 'not both'],
  ['FREQ=DAILY;UNTIL=20270230', 'UNTIL must be'],
  ['FREQ=DAILY;BYSECOND=1', 'BYSECOND is not known'],
  ['FREQ=DAILY;X-A=1', 'X-A is not known'],
  ['FREQ=DAILY;BYMONTH=13', 'BYMONTH must be'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY must be'],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY does not go'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY counts'],
  ['FREQ=MONTHLY;BYDAY=XX', 'BYDAY must be'],
  ['FREQ=MONTHLY;BYDAY=99MO', 'at most'],
  ['FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3', 'a BYDAY that counts'],
  ['FREQ=YEARLY;BYWEEKNO=3', 'needs BYDAY'],
  ['FREQ=YEARLY;BYWEEKNO=3;BYDAY=MO;BYMONTH=1', 'no other choice'],
  ['FREQ=MONTHLY;BYYEARDAY=3', 'FREQ=YEARLY only'],
  ['FREQ=DAILY;BYSETPOS=1', 'another BY part'],
  ['FREQ=DAILY;WKST=MO,TU', 'WKST must be'],
  ['FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=0,15,30,45', 'times a day'],
])('%s is refused', (rule, message) => {
  expect(() => readRule(rule, 'UTC')).toThrow(RuleFault);
  expect(() => readRule(rule, 'UTC')).toThrow(message);
});

test('one meaning is one text', () => {
  expect(ruleText(readRule('rrule:freq=monthly;bymonthday=15,-1,15;interval=1;byday=fr,mo', 'UTC'))).toBe(
    'FREQ=MONTHLY;BYMONTHDAY=-1,15;BYDAY=MO,FR',
  );
  const until = readRule('FREQ=DAILY;UNTIL=20270630T220000Z', 'Europe/Berlin');
  expect(ruleText(until)).toBe('FREQ=DAILY;UNTIL=20270701T000000');
  expect(ruleInUtc(until, 'Europe/Berlin')).toBe('FREQ=DAILY;UNTIL=20270630T220000Z');
});

test('a rule that never comes, or goes on for ever, ends', () => {
  const began = performance.now();
  for (const rule of [
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=1000',
    'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=7;COUNT=4',
  ]) {
    expect(walls(schedule(rule, '2027-01-01T09:00:00'), 100, '2027-01-01', '2045-01-01')).toEqual([]);
    expect(beginsAtStart(schedule(rule, '2027-01-01T09:00:00'))).toBe(false);
    expect(goesOnAfter(schedule(rule, '2027-01-01T09:00:00'), new Date('2027-01-01'))).toBe(false);
  }
  // What would have to be looked at for longer than any process should, is said to.
  expect(() => days(schedule('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=1000', '2027-01-01T09:00:00'))).toThrow(RuleFault);
  expect(goesOnAfter(schedule('FREQ=DAILY', '2027-01-01T09:00:00'), new Date('2150-01-01'))).toBe(true);
  expect(goesOnAfter(schedule('FREQ=DAILY;COUNT=3', '2027-01-01T09:00:00'), new Date('2027-01-04'))).toBe(false);
  expect(performance.now() - began).toBeLessThan(30_000);
});

test('a schedule in two has the same occurrences, counted on', () => {
  const all = schedule('FREQ=WEEKLY;COUNT=6;BYDAY=TU,TH', undefined, undefined, {
    added: ['1997-09-08T09:00:00', '1997-09-13T10:00:00'],
    excluded: ['1997-09-09T09:00:00'],
  });
  for (const at of walls(all).slice(1)) {
    const { before, after } = splitBefore(all, at)!;
    expect([...walls(before), ...walls(after)]).toEqual(walls(all));
    expect(walls(after)[0]).toBe(at);
    expect(beginsAtStart(after)).toBe(true);
  }
  expect(splitBefore(all, walls(all)[0]!)).toBeNull();
});

test('a time on the wall is one that a clock shows', () => {
  expect([wallTime('2027-02-28T19:30'), wallTime('2027-02-28T19:30:05')]).toEqual(['2027-02-28T19:30:00', '2027-02-28T19:30:05']);
  for (const wrong of ['2027-02-29T19:30', '2027-02-28T24:00', '2027-02-28', '2027-02-28T19:30Z', 'x']) expect(wallTime(wrong)).toBeNull();
});

function span(month: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, at) => `${month}-${String(first + at).padStart(2, '0')}`);
}
