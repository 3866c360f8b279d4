import { BoundedMap } from './bounded-map';

test('what was used least recently is forgotten first', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2]);
});

test('what is heavy makes others be forgotten, whatever their number', () => {
  const map = new BoundedMap<string, string>(100, { most: 10, weigh: (_key, value) => value.length });
  for (const key of ['a', 'b', 'c']) map.set(key, 'xxx');
  map.set('a', 'xxxx');
  expect(map.size).toBe(3);
  map.set('d', 'x');
  expect([map.get('b'), map.get('c'), map.get('a'), map.get('d')]).toEqual([undefined, 'xxx', 'xxxx', 'x']);
  map.delete('a');
  map.set('e', 'xxxxxx');
  expect(map.size).toBe(3);
});

test('what is too heavy by itself is not kept', () => {
  const map = new BoundedMap<string, string>(100, { most: 10, weigh: (_key, value) => value.length });
  map.set('a', 'x'.repeat(11));
  expect([map.get('a'), map.size]).toEqual([undefined, 0]);
  map.set('b', 'x'.repeat(10));
  expect(map.size).toBe(1);
});
