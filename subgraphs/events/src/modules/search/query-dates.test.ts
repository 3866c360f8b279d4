import { understand } from './query-understanding';

const ask = (query: string, now = '2026-12-03T12:00:00-05:00', zone = 'America/Toronto') => {
  const { dates } = understand(query, { now: new Date(now), zone, here: null, without: [] });
  return dates && [dates.from, dates.to].map((date) => date.toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16)).join(' – ');
};

// It is Thursday noon.
test.each([
  ['jazz tonight', '2026-12-03 17:00 – 2026-12-04 04:00'],
  ['today', '2026-12-03 12:00 – 2026-12-04 00:00'],
  ['tomorrow evening', '2026-12-04 17:00 – 2026-12-05 04:00'],
  ['this weekend', '2026-12-05 00:00 – 2026-12-07 00:00'],
  ['next weekend', '2026-12-12 00:00 – 2026-12-14 00:00'],
  ['on friday', '2026-12-04 00:00 – 2026-12-05 00:00'],
  ['next friday', '2026-12-11 00:00 – 2026-12-12 00:00'],
  ['sunday afternoon', '2026-12-06 12:00 – 2026-12-06 17:00'],
  ['this week', '2026-12-03 12:00 – 2026-12-07 00:00'],
  ['in december', '2026-12-03 12:00 – 2027-01-01 00:00'],
  ['in march', '2027-03-01 00:00 – 2027-04-01 00:00'],
  ['december 12', '2026-12-12 00:00 – 2026-12-13 00:00'],
  ['12 december 2027', '2027-12-12 00:00 – 2027-12-13 00:00'],
  ['dec 5-7', '2026-12-05 00:00 – 2026-12-08 00:00'],
  ['2027-02-01', '2027-02-01 00:00 – 2027-02-02 00:00'],
  ["new year's eve", '2026-12-31 12:00 – 2027-01-01 04:00'],
  ['nye', '2026-12-31 12:00 – 2027-01-01 04:00'],
  ['family day', '2027-02-15 00:00 – 2027-02-16 00:00'],
  ['on christmas', '2026-12-25 00:00 – 2026-12-26 00:00'],
  ['good friday', '2027-03-26 00:00 – 2027-03-27 00:00'],
  ['victoria day', '2027-05-24 00:00 – 2027-05-25 00:00'],
  ['ce soir', '2026-12-03 17:00 – 2026-12-04 04:00'],
  ['demain soir', '2026-12-04 17:00 – 2026-12-05 04:00'],
  ['am Samstag', '2026-12-05 00:00 – 2026-12-06 00:00'],
  ['este fin de semana', '2026-12-05 00:00 – 2026-12-07 00:00'],
  ['今週末', '2026-12-05 00:00 – 2026-12-07 00:00'],
  ['завтра', '2026-12-04 00:00 – 2026-12-05 00:00'],
])('%s', (words, span) => expect(ask(words)).toBe(span));

test.each(['christmas market', 'march of the penguins', 'may concert', 'halloween', 'mars attacks'])('%s names no day', (words) =>
  expect(ask(words)).toBeNull(),
);

test('before dawn, tonight is the night that is going on', () =>
  expect(ask('tonight', '2026-12-04T02:00:00-05:00')).toBe('2026-12-04 02:00 – 2026-12-04 04:00'));

test('a night in which clocks change ends at its hour', () =>
  expect(ask('saturday night', '2027-03-12T12:00:00-05:00')).toBe('2027-03-13 17:00 – 2027-03-14 04:00'));
