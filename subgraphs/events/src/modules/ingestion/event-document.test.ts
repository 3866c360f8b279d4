import { mayTakeLong, recordsIn, type EventDocument } from './event-document';
import { readEvent } from './schema-org-reader';

const document = (text: string, parts: Partial<EventDocument> = {}): EventDocument => ({
  format: 'SCHEMA_ORG',
  text,
  timezone: 'America/Toronto',
  mapping: null,
  now: new Date('2026-11-21T12:00:00Z'),
  ...parts,
});
const read = (text: string, parts: Partial<EventDocument> = {}) =>
  recordsIn(document(text, parts)).map((found) => {
    const reading = readEvent(found.record, { timezone: 'America/Toronto' });
    return { ...found, ...('reason' in reading ? reading : { ...reading.event, start: reading.event.startsAt.toISOString() }) };
  }) as Record<string, unknown>[]; // prettier-ignore

describe('a page of HTML', () => {
  const script = (json: string) => `<script type="application/ld+json">${json}</script>`;

  test('holds events in its scripts, each on its line; what is broken or none of ours is left out', () => {
    const page = [
      '<!doctype html><html><head>',
      script('{ broken'),
      script('{"@type": "BreadcrumbList"}'),
      '<script>var x = "<script>";</script>',
      script(
        '\n<!--\n{"@context": "https://schema.org", "@graph": [\n{"@type": "MusicEvent", "name": "One", "startDate": "2026-12-08T19:00"}]}\n-->',
      ),
      script('{"@type": "Place", "name": "Hall", "event": {"@type": "Event", "name": "Two &amp; more", "startDate": "2026-12-09T19:00"}}'),
      '</head></html>',
    ].join('\n');
    expect(read(page).map(({ title, line }) => [title, line])).toEqual([
      ['One', 8],
      ['Two & more', 10],
    ]);
  });

  test.each([
    ['<html><body>No events here</body></html>', 'The page holds no JSON-LD'],
    [`<html>${script('{"@type": "WebSite"}')}</html>`, 'The page holds no schema.org Event.'],
  ])('%s is refused', (page, message) => expect(() => read(page)).toThrow(message));
});

test('records of JSON know their lines', () => {
  const text =
    '[\n  {"@type": "Event", "name": "A {", "startDate": "2026-12-08"},\n\n  {"@type": "Event", "name": "B", "startDate": "2026-12-08"}\n]';
  expect(read(text).map(({ line }) => line)).toEqual([2, 4]);
});

describe('eventSchedule', () => {
  const scheduled = (schedule: object, parts: object = {}) =>
    read(JSON.stringify({ '@type': 'Event', '@id': 'yoga', name: 'Yoga', eventSchedule: { '@type': 'Schedule', ...schedule }, ...parts }));

  test('is told one by one: on its days, in its zone, but for what is taken out', () => {
    const told = scheduled({
      startDate: '2026-11-01',
      endDate: '2026-12-10',
      repeatFrequency: 'P1W',
      byDay: ['https://schema.org/Tuesday', 'Thursday'],
      startTime: '18:30:00',
      endTime: '19:30:00',
      exceptDate: '2026-12-01',
      scheduleTimezone: 'Europe/Berlin',
    });
    expect(told.map(({ start }) => start)).toEqual(
      ['2026-11-17', '2026-11-19', '2026-11-24', '2026-11-26', '2026-12-03', '2026-12-08', '2026-12-10'].map(
        (day) => `${day}T17:30:00.000Z`,
      ),
    );
    expect(told[0]).toMatchObject({ timezone: 'Europe/Berlin', externalId: 'yoga#2026-11-17T17:30:00Z' });
    expect((told[0]!.endsAt as Date).toISOString()).toBe('2026-11-17T18:30:00.000Z');
  });

  test('takes from the record what it does not say, and counts from the first', () => {
    const told = scheduled({ repeatFrequency: 'weekly', repeatCount: 3 }, { startDate: '2026-11-24T19:00', endDate: '2026-11-24T21:00' });
    expect(told.map(({ start }) => start)).toEqual(['2026-11-25T00:00:00.000Z', '2026-12-02T00:00:00.000Z', '2026-12-09T00:00:00.000Z']);
  });

  test('without a rule changes nothing', () => {
    expect(scheduled({ scheduleTimezone: 'Asia/Tokyo' }, { startDate: '2026-12-08T19:00' })).toMatchObject([
      { externalId: 'yoga', start: '2026-12-08T10:00:00.000Z' },
    ]);
  });
});

describe('CSV', () => {
  const csv = (text: string, mapping: EventDocument['mapping'] = null) => read(text, { format: 'CSV', mapping });

  test('usual names are understood; other columns are dropped by name', () => {
    const told = csv(
      '\uFEFFTitle,Start date,Start time,End time,Venue,City,Lat,Lng,Price,Currency,Tags,Parking,Status\r\n' +
        '"Jazz, late",2026-12-08,7:30 pm,22:00,The Rex,Toronto,43.65,-79.39,15,CAD,Jazz;Live music,Yes,\r\n' +
        '"Two\nlines",2026-12-09,,,,,,,,,,,cancelled\r\n' +
        "'=SUM(A1),2026-12-09 20:00,,,,,,,,,,,\r\n",
    );
    expect(told).toMatchObject([
      {
        title: 'Jazz, late',
        start: '2026-12-09T00:30:00.000Z',
        line: 2,
        dropped: ['Parking'],
        categorySlug: 'music',
        venue: { name: 'The Rex', city: 'Toronto', latitude: 43.65 },
        price: { type: 'PAID', minMinor: 1500, currency: 'CAD' },
      },
      { title: 'Two lines', status: 'CANCELLED', line: 3 },
      { title: '=SUM(A1)', line: 5 },
    ]);
    expect((told[0]!.endsAt as Date).toISOString()).toBe('2026-12-09T03:00:00.000Z');
  });

  test('columns and dates as the caller names them', () => {
    const mapping: EventDocument['mapping'] = {
      columns: [
        { column: 'Was', field: 'TITLE' },
        { column: 'Wann', field: 'START' },
      ],
      dateFormat: 'dd.MM.yyyy HH:mm',
    };
    expect(csv('Was;Wann;Wo\nKonzert;24.12.2026 20:00;Halle\n', mapping)).toMatchObject([
      { title: 'Konzert', start: '2026-12-25T01:00:00.000Z', dropped: ['Wo'] },
    ]);
    expect(() => csv('A;B\n1;2\n', mapping)).toThrow('The table has no column named Was.');
  });

  test.each([
    ['', 'The table is empty.'],
    ['A,B\n1,2\n', 'The table needs a column for the title and one for the start'],
    ['title,start\n"open,2026', 'The document is no table'],
  ])('%j is refused', (text, message) => expect(() => csv(text)).toThrow(message));
});

describe('what somebody sends to keep us busy', () => {
  test('a page of nothing but scripts is read as fast as it is long', () => {
    const page = `<html>${'<script type="application/ld+json">{}</script>\n'.repeat(20_000)}</html>`;
    const from = performance.now();
    expect(() => read(page)).toThrow('The page holds no schema.org Event.');
    expect(performance.now() - from).toBeLessThan(5_000);
  }, 60_000);

  test.each([{ byMonth: 13 }, { byMonth: 0 }, { byDay: '9MO', repeatFrequency: 'P1M' }])('a rule that never comes: %j', (rule) => {
    const schedule = { '@type': 'Schedule', startDate: '2026-11-30', startTime: '19:00', repeatFrequency: 'P1D', ...rule };
    const [first] = read(JSON.stringify({ '@type': 'Event', name: 'One', startDate: '2026-11-30T19:00', eventSchedule: schedule }));
    expect(first).toMatchObject({ title: 'One' });
  });

  test.each([
    ['an event', { text: '{"@type": "Event"}' }, false],
    ['a page', { text: '<html></html>' }, false],
    ['a table', { format: 'CSV', text: 'name,start' }, false],
    ['a calendar', { format: 'ICALENDAR', text: 'BEGIN:VCALENDAR' }, true],
    ['what is large', { text: ' '.repeat(200_001) }, true],
    ['a schedule', { text: '{"eventSchedule": {}}' }, true],
    ['a schedule behind a prefix', { text: '{"schema:eventSchedule": {}}' }, true],
    ['a schedule written with escapes', { text: '{"event\\u0053chedule": {}}' }, true],
    // `dMdMdM…` and a row of digits: more ways to read them than there is time.
    ['dates by a format', { format: 'CSV', text: 'name,start', mapping: { columns: [], dateFormat: 'dd/MM/yyyy' } }, true],
  ] as [string, Partial<EventDocument>, boolean][])('%s may take long: is read in a thread', (_, parts, long) => {
    expect(mayTakeLong(document('', parts))).toBe(long);
  });
});
