import { draw, refilled, type Bucket } from './bucket';

const SIZE = { capacity: 100, perSecond: 10 };
const NOON = Date.UTC(2026, 10, 21, 12);

test('a payer who was never there has all points', () => {
  expect(draw(undefined, SIZE, 30, NOON)).toEqual({ draw: { granted: true, left: 70 }, bucket: { left: 70, at: NOON } });
});

test('points come back evenly, and never more than there were', () => {
  const bucket: Bucket = { left: 20, at: NOON };
  expect(refilled(bucket, SIZE, NOON + 500)).toBe(25);
  expect(refilled(bucket, SIZE, NOON + 60_000)).toBe(100);
});

test('all are taken or none, and a refusal costs nothing', () => {
  const bucket: Bucket = { left: 20, at: NOON };
  expect(draw(bucket, SIZE, 20, NOON).draw).toEqual({ granted: true, left: 0 });
  expect(draw(bucket, SIZE, 21, NOON).draw).toEqual({ granted: false, left: 20 });
  expect(draw(bucket, SIZE, 21, NOON + 100).draw).toEqual({ granted: true, left: 0 });
});

test('what is given back fills the bucket up to its brim', () => {
  expect(draw({ left: 20, at: NOON }, SIZE, -30, NOON).draw).toEqual({ granted: true, left: 50 });
  expect(draw({ left: 90, at: NOON }, SIZE, -30, NOON).draw).toEqual({ granted: true, left: 100 });
});

test('a clock that goes back takes nothing away', () => {
  expect(refilled({ left: 20, at: NOON }, SIZE, NOON - 60_000)).toBe(20);
});
