import { calendarRecords } from './calendar-document';
import { readEvent } from './schema-org-reader';

const window = { from: new Date('2026-11-14T00:00:00Z'), until: new Date('2027-01-16T00:00:00Z') };
const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');
const event = (...lines: string[]) => [
  'BEGIN:VEVENT',
  ...(lines.some((line) => line.startsWith('UID:')) ? [] : ['UID:u1']),
  ...(lines.some((line) => line.startsWith('SUMMARY:')) ? [] : ['SUMMARY:Night']),
  ...lines,
  'END:VEVENT',
];
const read = (text: string, timezone = 'America/Toronto') =>
  calendarRecords(text, timezone, window).map((found) => {
    const reading = readEvent(found.record, { timezone });
    if ('reason' in reading) return { ...found, ...reading };
    const { startsAt, endsAt, externalId, timezone: zone, ...rest } = reading.event;
    return { ...found, ...rest, id: externalId, start: startsAt.toISOString(), end: endsAt.toISOString(), zone };
  }) as Record<string, unknown>[]; // prettier-ignore
const starts = (text: string, timezone?: string) => read(text, timezone).map(({ start }) => start);

test('an event with all that a calendar says of it', () => {
  const [one] = read(
    calendar(
      'X-WR-TIMEZONE:America/Toronto',
      ...event(
        'DTSTART;TZID=America/Toronto:20261208T190000',
        'DTEND;TZID=America/Toronto:20261208T220000',
        'DESCRIPTION:Bring a light\\, and a friend.\\nBoth.',
        'LOCATION:Riverdale Park\\, 550 Broadview Ave\\, Toronto',
        'GEO:43.667200;-79.358500',
        'URL:https://lanterns.example/night',
        'CATEGORIES:Celebrations,Family',
        'ORGANIZER;CN="The Lantern Society":mailto:x@lanterns.example',
        'ATTACH;FMTTYPE=image/png:https://lanterns.example/a.png',
        'ATTENDEE;CN=Ann:mailto:ann@example.org',
        'X-COST:5',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'TRIGGER:-PT15M',
        'END:VALARM',
      ),
    ),
  );
  expect(one).toMatchObject({
    id: 'u1',
    line: 4,
    title: 'Night',
    description: 'Bring a light, and a friend.\nBoth.',
    start: '2026-12-09T00:00:00.000Z',
    end: '2026-12-09T03:00:00.000Z',
    zone: 'America/Toronto',
    venue: { name: 'Riverdale Park', address: '550 Broadview Ave, Toronto', latitude: 43.6672, longitude: -79.3585 },
    externalUrl: 'https://lanterns.example/night',
    tags: ['celebrations', 'family'],
    organizer: { name: 'The Lantern Society' },
    imageUrl: 'https://lanterns.example/a.png',
    dropped: ['ATTENDEE', 'X-COST', 'VALARM'],
  });
});

test('several zones in one file, each told in its own', () => {
  const told = read(
    calendar(
      ...event('DTSTART;TZID=Asia/Tokyo:20261208T190000'),
      ...event('UID:u2', 'DTSTART;TZID="W. Europe Standard Time":20261208T190000'),
      ...event('UID:u3', 'DTSTART;TZID=/mozilla.org/20050126_1/Australia/Lord_Howe:20261208T190000'),
      ...event('UID:u4', 'DTSTART:20261208T190000'),
      ...event('UID:u5', 'DTSTART:20261208T190000Z'),
    ),
  );
  expect(told.map(({ start, zone }) => [start, zone])).toEqual([
    ['2026-12-08T10:00:00.000Z', 'Asia/Tokyo'],
    ['2026-12-08T18:00:00.000Z', 'Europe/Berlin'],
    ['2026-12-08T08:00:00.000Z', 'Australia/Lord_Howe'],
    ['2026-12-09T00:00:00.000Z', 'America/Toronto'],
    ['2026-12-08T19:00:00.000Z', 'America/Toronto'],
  ]);
});

test('a zone that the file alone defines', () => {
  const zone = [
    ...['BEGIN:VTIMEZONE', 'TZID:Home', 'BEGIN:STANDARD', 'DTSTART:19701101T020000', 'TZOFFSETFROM:+0430', 'TZOFFSETTO:+0530'],
    ...['TZNAME:X', 'END:STANDARD', 'END:VTIMEZONE'],
  ];
  expect(starts(calendar(...zone, ...event('DTSTART;TZID=Home:20261208T190000')))).toEqual(['2026-12-08T13:30:00.000Z']);
});

test('days without a time: the day after the last one is named as their end', () => {
  const [one] = read(calendar(...event('DTSTART;VALUE=DATE:20261210', 'DTEND;VALUE=DATE:20261212')));
  expect([one!.start, one!.end]).toEqual(['2026-12-10T05:00:00.000Z', '2026-12-12T05:00:00.000Z']);
});

test('DURATION, and none at all', () => {
  const told = read(calendar(...event('DTSTART:20261210T190000', 'DURATION:PT90M'), ...event('UID:u2', 'DTSTART:20261210T190000')));
  expect(told.map(({ end }) => end)).toEqual(['2026-12-11T01:30:00.000Z', '2026-12-11T02:00:00.000Z']);
});

describe('what repeats', () => {
  test('keeps its time on the wall when the clocks change, and is told eight weeks ahead', () => {
    const text = calendar(...event('DTSTART;TZID=America/Toronto:20261006T190000', 'RRULE:FREQ=WEEKLY'));
    expect(starts(text)).toEqual(
      ['11-17', '11-24', '12-01', '12-08', '12-15', '12-22', '12-29', '01-05', '01-12'].map((day) => {
        const date = new Date(`${day.startsWith('01') ? 2027 : 2026}-${day}T00:00:00Z`);
        return new Date(date.getTime() + 24 * 3_600_000).toISOString();
      }),
    );
    expect(read(text)[0]!.id).toBe('u1#2026-11-18T00:00:00Z');
  });

  test('but for what is taken out, moved, called off, or added', () => {
    const told = read(
      calendar(
        ...event(
          'DTSTART;TZID=America/Toronto:20261201T190000',
          'DTEND;TZID=America/Toronto:20261201T210000',
          'RRULE:FREQ=WEEKLY;COUNT=4',
          'EXDATE:20261209T000000Z',
          'RDATE;TZID=America/Toronto:20261203T190000',
        ),
        ...event('RECURRENCE-ID;TZID=America/Toronto:20261215T190000', 'DTSTART;TZID=America/Toronto:20261216T200000', 'SUMMARY:Late'),
        ...event('RECURRENCE-ID;TZID=America/Toronto:20261222T190000', 'DTSTART;TZID=America/Toronto:20261222T190000', 'STATUS:CANCELLED'),
      ),
    );
    expect(told.map(({ start, status, id }) => [start, status, id])).toEqual([
      ['2026-12-02T00:00:00.000Z', 'SCHEDULED', 'u1#2026-12-02T00:00:00Z'],
      ['2026-12-04T00:00:00.000Z', 'SCHEDULED', 'u1#2026-12-04T00:00:00Z'],
      ['2026-12-17T01:00:00.000Z', 'SCHEDULED', 'u1#2026-12-16T00:00:00Z'],
      ['2026-12-23T00:00:00.000Z', 'CANCELLED', 'u1#2026-12-23T00:00:00Z'],
    ]);
  });

  test('a change from one time onwards', () => {
    const text = calendar(
      ...event('DTSTART;TZID=America/Toronto:20261201T190000', 'RRULE:FREQ=WEEKLY;COUNT=3'),
      ...event('RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Toronto:20261208T190000', 'DTSTART;TZID=America/Toronto:20261209T203000'),
    );
    expect(starts(text)).toEqual(['2026-12-02T00:00:00.000Z', '2026-12-10T01:30:00.000Z', '2026-12-17T01:30:00.000Z']);
  });

  test('an end in UTC is compared on the clock of the zone', () => {
    const text = calendar(...event('DTSTART;TZID=Asia/Tokyo:20261208T090000', 'RRULE:FREQ=DAILY;UNTIL=20261210T000000Z'));
    expect(starts(text)).toEqual(['2026-12-08T00:00:00.000Z', '2026-12-09T00:00:00.000Z', '2026-12-10T00:00:00.000Z']);
  });

  test.each(['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=SECONDLY', 'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30'])(
    '%s ends: only the first is taken',
    (rule) => {
      const [one, ...others] = read(calendar(...event('DTSTART:20261208T090000', `RRULE:${rule}`)));
      expect([others.length, (one!.notes as string[]).length]).toEqual([0, 1]);
    },
  );

  test('the last day of months that have it', () => {
    const text = calendar(...event('DTSTART;TZID=America/Toronto:20260831T190000', 'RRULE:FREQ=MONTHLY'));
    expect(starts(text)).toEqual(['2027-01-01T00:00:00.000Z']);
  });
});

test('what is private is told, and not taken in', () => {
  expect(read(calendar(...event('DTSTART:20261208T090000', 'CLASS:PRIVATE')))[0]).toMatchObject({
    reason: 'its source says that it is private',
  });
});

test('an event without a start is told with its line and reason', () => {
  expect(read(calendar(...event('DTEND:20261208T090000')))[0]).toMatchObject({ line: 3, reason: 'startDate is missing' });
});

test('METHOD:CANCEL calls off what it tells', () => {
  expect(read(calendar('METHOD:CANCEL', ...event('DTSTART:20261208T090000')))[0]).toMatchObject({ status: 'CANCELLED' });
});

test.each([
  ['', 'The document is no iCalendar file'],
  ['<html></html>', 'The document is no iCalendar file'],
  [calendar('BEGIN:VEVENT'), 'The document is no iCalendar file'],
  [calendar(), 'The calendar holds no VEVENT.'],
])('%j is refused', (text, message) => {
  expect(() => read(text)).toThrow(message);
});
