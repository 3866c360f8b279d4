import { readChoices, readItems } from './choices';
import { leaveLastOut } from './leave-last-out';
import { societyOf } from './society';

const SMALL = { people: 250, events: 150, days: 120 };

test('a society is the same for the same seed, and another for another', () => {
  expect(societyOf(4, SMALL)).toEqual(societyOf(4, SMALL));
  expect(societyOf(4, SMALL)).not.toEqual(societyOf(5, SMALL));
});

test('all recommenders are asked for the same people, and what was open then is less than all (X98)', () => {
  const { choices, items } = societyOf(4, SMALL);
  const [all, live] = [false, true].map((only) => leaveLastOut(choices, items, { live: only, most: 60 }));
  expect(all!.qualities.map(({ name }) => name)).toEqual(['ours', 'popularity', 'item-kNN', 'implicit ALS', 'EASE']);
  expect(all!.asked).toBe(60);
  for (const { hitRate, ndcg, hitRateAmong99, coverage } of [...all!.qualities, ...live!.qualities]) {
    expect(hitRate.mean).toBeGreaterThanOrEqual(ndcg.mean);
    expect(hitRateAmong99.mean).toBeGreaterThanOrEqual(hitRate.mean * 0.9);
    expect(coverage).toBeGreaterThan(0);
  }
  const popular = (trial: typeof all) => trial!.qualities.find(({ name }) => name === 'popularity')!.hitRate.mean;
  expect(popular(live)).toBeGreaterThan(popular(all));
});

test('files are read with seconds, milliseconds or dates, and a wrong line is named', () => {
  const text = 'user,item,timestamp,weight\na,x,1700000000,2\na,y,1700000000000,\nb,x,2023-11-14T22:13:20Z,1\n';
  expect(readChoices(text).map(({ timestamp, weight }) => [timestamp, weight])).toEqual([
    [1_700_000_000_000, 2],
    [1_700_000_000_000, 1],
    [1_700_000_000_000, 1],
  ]);
  expect(() => readChoices('user,item,timestamp\na,x,1\na,,1\n')).toThrow('Line 3');
  expect(readItems('item,title,tags\nx,Jazz night,jazz|late\n')).toEqual([{ item: 'x', title: 'Jazz night', tags: ['jazz', 'late'] }]);
});
