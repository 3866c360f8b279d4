import ICAL from 'ical.js';
import { calendarText, type CalendarEvent } from './calendar-text';

const event: CalendarEvent = {
  id: 'e1',
  version: 3,
  title: 'Late; loud, and \\ long',
  description: 'First line\nsecond, 音樂會 '.repeat(20),
  startsAt: new Date('2026-07-04T23:30:00Z'),
  endsAt: new Date('2026-07-05T02:00:00Z'),
  timezone: 'America/Toronto',
  cancelled: false,
  place: 'Lantern Hall, 1 Queen St',
  latitude: 43.65,
  longitude: -79.38,
  category: 'music',
  createdAt: new Date('2026-01-01T00:00:00Z'),
  updatedAt: new Date('2026-02-01T00:00:00Z'),
};
const parsed = (events: readonly CalendarEvent[]) => new ICAL.Component(ICAL.parse(calendarText({ name: 'A name', events })) as never);
/** What a reader makes of an event that knows no zone but those of the file. */
const timesIn = (calendar: ICAL.Component) => {
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone as never);
  const times = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one).startDate.toJSDate().toISOString());
  ICAL.TimezoneService.reset();
  return times;
};

test('is read back as it was written', () => {
  const calendar = parsed([event]);
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('A name');
  const one = calendar.getFirstSubcomponent('vevent')!;
  const read = new ICAL.Event(one);
  expect([read.uid, read.sequence, read.summary, read.location]).toEqual(['e1@marquee', 3, event.title, event.place]);
  expect(read.description).toBe(event.description);
  expect(one.getFirstPropertyValue('status')).toBe('CONFIRMED');
  expect(one.getFirstPropertyValue('last-modified')!.toString()).toBe('2026-02-01T00:00:00Z');
});

test('no line has more than 75 octets, and no character is cut', () => {
  const text = calendarText({ name: 'x', events: [event] });
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text).not.toContain('\uFFFD');
});

test('what was called off says so', () => {
  const one = parsed([{ ...event, cancelled: true }]).getFirstSubcomponent('vevent')!;
  expect([one.getFirstPropertyValue('status'), one.getFirstPropertyValue('transp')]).toEqual(['CANCELLED', 'TRANSPARENT']);
});

test.each([
  [
    'America/Toronto',
    [
      '2026-01-15T17:00:00.000Z',
      '2026-03-08T06:59:00.000Z',
      '2026-03-08T07:01:00.000Z',
      '2026-07-15T17:00:00.000Z',
      '2026-11-01T07:00:00.000Z',
    ],
  ],
  ['Europe/Berlin', ['2026-01-15T17:00:00.000Z', '2026-03-29T00:59:00.000Z', '2026-03-29T01:01:00.000Z', '2026-10-25T02:00:00.000Z']],
  ['Australia/Lord_Howe', ['2026-01-15T17:00:00.000Z', '2026-04-05T00:00:00.000Z', '2026-07-15T17:00:00.000Z', '2026-10-03T16:00:00.000Z']],
  ['Asia/Kolkata', ['2026-01-15T17:00:00.000Z', '2026-07-15T17:00:00.000Z']],
  ['UTC', ['2026-01-15T17:00:00.000Z']],
])('%s: a reader that knows the file alone gets every instant right, on both sides of a change of the clocks', (timezone, starts) => {
  const events = starts.map((start, n) => ({
    ...event,
    id: `e${n}`,
    timezone,
    startsAt: new Date(start),
    endsAt: new Date(Date.parse(start) + 60_000),
  }));
  expect(timesIn(parsed(events))).toEqual(starts);
});

test('a calendar without events is one', () => {
  expect(parsed([]).getAllSubcomponents('vevent')).toEqual([]);
});
