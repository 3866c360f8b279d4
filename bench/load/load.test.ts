import { needOf, readShare } from './model';
import { outcomeOf } from './operations';
import { readOptions } from './options';
import { plot, pngOf } from './plots';
import { dayOf, drawKind, HOURS, KINDS, PEAK, perSecond, shareOf, type Kind } from './profile';

test('a day has the swipes, answers and friends that the KPIs say (X161, X162, X163, X164)', () => {
  const day = dayOf(1_000_000);
  // 60 % come in a week, a third of them on a day, one and a half times: 300,000 sessions of ten swipes.
  expect(day.swipe).toBeCloseTo(3_000_000);
  expect(day.answer + day.buy).toBeCloseTo(3_000_000 * 0.3 * 0.15);
  expect(day.befriend).toBeCloseTo((1_000_000 * 0.3) / 30);
});

test('the hours of a day have all of it, and the busiest is told against the mean', () => {
  expect(HOURS).toHaveLength(24);
  const hours = HOURS.map((_, hour) => hour);
  expect(hours.reduce((sum, hour) => sum + shareOf(hour), 0)).toBeCloseTo(1);
  expect(hours.reduce((sum, hour) => sum + perSecond(1e6, hour) * 3_600, 0)).toBeCloseTo(perSecond(1e6) * 86_400);
  expect(Math.max(...hours.map((hour) => perSecond(1e6, hour)))).toBeCloseTo(perSecond(1e6) * PEAK);
});

test('each kind is drawn as often as it is done', () => {
  const drawn = new Map<Kind, number>();
  for (let n = 0; n < 10_000; n++) {
    const kind = drawKind((n + 0.5) / 10_000);
    drawn.set(kind, (drawn.get(kind) ?? 0) + 1);
  }
  const day = dayOf(1);
  const all = Object.values(day).reduce((sum, count) => sum + count, 0);
  for (const kind of KINDS) expect(Math.abs((drawn.get(kind) ?? 0) / 10_000 - day[kind] / all)).toBeLessThan(0.0002);
});

test('ten times the people need ten times of what grows, and writes are divided when one server is not enough', () => {
  const measured = { productMs: 10, postgresMs: 5, statements: 20, bytes: 1_000 };
  const [city, country] = [needOf(1e6, measured, 0.5), needOf(1e8, measured, 0.5)];
  expect(country.productCores).toBeCloseTo(city.productCores * 100);
  expect(city.primaryCores + city.replicaCores).toBeCloseTo((city.peak * 5) / 1_000 / 0.6);
  expect(city.primaries).toBe(1);
  expect(country.primaries).toBeGreaterThan(1);
});

test('the share of reading is by what is done and what it costs', () => {
  const alike = new Map(KINDS.map((kind) => [kind, { statements: 1 }]));
  const day = dayOf(1);
  const all = Object.values(day).reduce((sum, count) => sum + count, 0);
  expect(readShare(alike)).toBeCloseTo((day.feed + day.browse + day.search + day.page) / all);
});

test('an answer is right, refused or an error, and a connection that breaks is one', () => {
  expect(outcomeOf(200, '{"data":{"swipe":{"__typename":"SwipeSuccess"}}}').outcome).toBe('ok');
  expect(outcomeOf(200, '{"data":{"rsvp":{"__typename":"EventFull","code":"EVENT_FULL"}}}').outcome).toBe('refused EVENT_FULL');
  expect(outcomeOf(429, '{"errors":[{"extensions":{"code":"RATE_LIMITED"}}]}').outcome).toBe('error RATE_LIMITED');
  expect(outcomeOf(0, '').outcome).toBe('error UNREACHABLE');
});

test('a plot is SVG with its words escaped, and a PNG of it', async () => {
  const svg = plot('P95 < 200 & more', ['a', 'b'], [{ name: 'all', colour: '#000', values: [1, 180] }], 'lines');
  expect(svg).toContain('P95 &#60; 200 &#38; more');
  expect((await pngOf(svg)).subarray(1, 4).toString()).toBe('PNG');
});

test('options that cannot be used are refused by one line', () => {
  expect(() => readOptions(['--profile', 'night'])).toThrow('no “night”');
  expect(() => readOptions(['--minutes', 'ten'])).toThrow('--minutes takes');
  expect(readOptions(['--quick'])).toMatchObject({ minutes: 1, people: 50_000 });
});
