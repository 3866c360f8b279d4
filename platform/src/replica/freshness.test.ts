import { Freshness, positionOf } from './freshness';

test('positions of the log are compared by both of their parts', () => {
  expect(positionOf('0/1') < positionOf('0/A')).toBe(true);
  expect(positionOf('0/FFFFFFFF') < positionOf('1/0')).toBe(true);
  expect(positionOf('16/B374D848')).toBe(0x16b374d848n);
});

test('a replica is complete as of the last moment whose position it has replayed', () => {
  const freshness = new Freshness(1_000);
  expect(freshness.completeAsOf(5n)).toBeNull();
  freshness.primaryAt(10n, 100);
  freshness.primaryAt(20n, 200);
  expect([9n, 10n, 19n, 20n, 99n].map((replayed) => freshness.completeAsOf(replayed))).toEqual([null, 100, 100, 200, 200]);
});

test('where nothing happens a replica stays fresh', () => {
  const freshness = new Freshness(1_000);
  for (const at of [0, 900, 1_800, 2_700]) freshness.primaryAt(10n, at);
  expect(freshness.completeAsOf(10n)).toBe(2_700);
});

test('what is too old to be of use is forgotten', () => {
  const freshness = new Freshness(1_000);
  freshness.primaryAt(10n, 0);
  freshness.primaryAt(20n, 1_001);
  expect(freshness.completeAsOf(15n)).toBeNull();
});
