import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../testing/eventually';
import type { Cache } from './cache';

export interface CacheUnderTest {
  cache: Cache;
  /** The same cache as another process sees it. */
  elsewhere(): Promise<Cache>;
  close(): Promise<void>;
}

/** What every cache promises; run against each implementation. */
export const describeCache = (start: () => Promise<CacheUnderTest>): void => {
  let world: CacheUnderTest;
  let cache: Cache;
  beforeEach(async () => {
    world = await start();
    cache = world.cache;
  });
  afterEach(() => world.close());

  test('what was set is found, here and elsewhere; what was not is undefined', async () => {
    const other = await world.elsewhere();
    await cache.set('k', { text: 'Größe', list: [1, null] }, 60);
    expect(await cache.get('k')).toEqual({ text: 'Größe', list: [1, null] });
    expect(await other.get('k')).toEqual({ text: 'Größe', list: [1, null] });
    expect(await cache.get('other')).toBeUndefined();
  });

  test('null is a value, undefined is none', async () => {
    await cache.set('nobody', null, 60);
    await cache.set('nothing', undefined, 60);
    expect(await cache.get('nobody')).toBeNull();
    expect(await cache.get('nothing')).toBeUndefined();
    let loads = 0;
    for (let call = 0; call < 3; call++) expect(await cache.wrap('nobody else', 60, async () => (loads++, null))).toBeNull();
    expect(loads).toBe(1);
  });

  test('a value ends with its time', async () => {
    await cache.set('k', 1, 0.1);
    expect(await cache.get('k')).toBe(1);
    await sleep(130);
    expect(await cache.get('k')).toBeUndefined();
  });

  test('what one caller does to a found value does not reach the next', async () => {
    await cache.set('k', { price: 7 }, 60);
    const found = await cache.get<{ price: number }>('k');
    found!.price = 0;
    expect(await cache.get('k')).toEqual({ price: 7 });
  });

  test('deleted keys are gone, here at once and elsewhere soon; others stay (X147, X148)', async () => {
    const other = await world.elsewhere();
    for (const key of ['a', 'b', 'c']) await cache.set(key, key, 60);
    expect(await Promise.all(['a', 'b', 'c'].map((key) => other.get(key)))).toEqual(['a', 'b', 'c']);
    await cache.delete('a', 'b');
    expect(await Promise.all(['a', 'b', 'c'].map((key) => cache.get(key)))).toEqual([undefined, undefined, 'c']);
    await eventually(async () =>
      expect(await Promise.all(['a', 'b', 'c'].map((key) => other.get(key)))).toEqual([undefined, undefined, 'c']),
    );
  });

  test('deleting by prefix takes all it begins with, literally, and nothing else (X147)', async () => {
    const other = await world.elsewhere();
    const [gone, stay] = [
      ['user:1', 'user:1:name', 'user:12', 'user:[x]*'],
      ['users', 'xuser:1', 'u'],
    ];
    for (const key of [...gone, ...stay]) await cache.set(key, 1, 60);
    for (const key of [...gone, ...stay]) await other.get(key);
    await cache.deleteByPrefix('user:[');
    expect(await cache.get('user:[x]*')).toBeUndefined();
    expect(await cache.get('user:1')).toBe(1);
    await cache.deleteByPrefix('user:');
    await eventually(async () => {
      for (const reader of [cache, other]) {
        for (const key of gone) expect(await reader.get(key)).toBeUndefined();
        for (const key of stay) expect(await reader.get(key)).toBe(1);
      }
    });
  });

  test('a hundred callers at once share one load (X148)', async () => {
    let loads = 0;
    const load = async () => {
      loads++;
      await sleep(20);
      return { loads };
    };
    const answers = await Promise.all(Array.from({ length: 100 }, () => cache.wrap('k', 60, load)));
    expect(loads).toBe(1);
    expect(answers).toEqual(Array.from({ length: 100 }, () => ({ loads: 1 })));
    expect(await cache.wrap('k', 60, load)).toEqual({ loads: 1 });
  });

  test('a load that fails is answered with its error and not kept', async () => {
    const failing = () => Promise.reject(new Error('no'));
    await expect(Promise.all([cache.wrap('k', 60, failing), cache.wrap('k', 60, failing)])).rejects.toThrow('no');
    expect(await cache.wrap('k', 60, async () => 'yes')).toBe('yes');
  });

  test('a load during which its key was deleted is not kept, and those who ask afterwards load anew', async () => {
    let answer!: (value: string) => void;
    const old = cache.wrap('k', 60, () => new Promise<string>((resolve) => (answer = resolve)));
    await eventually(() => expect(answer).toBeDefined());
    await cache.delete('k');
    expect(await cache.wrap('k', 60, async () => 'new')).toBe('new');
    answer('old');
    expect(await old).toBe('old');
    expect(await cache.get('k')).toBe('new');
  });

  test('the same when the deletion came from elsewhere', async () => {
    const other = await world.elsewhere();
    let answer!: (value: string) => void;
    const old = cache.wrap('k', 60, () => new Promise<string>((resolve) => (answer = resolve)));
    await eventually(() => expect(answer).toBeDefined());
    await other.deleteByPrefix('k');
    await sleep(100);
    answer('old');
    await old;
    expect([await cache.get('k'), await other.get('k')]).toEqual([undefined, undefined]);
  });
};
