import { parsePage } from './connection';
import { pagesBy } from './pages';

const page = (first: number) => parsePage({ first }, { list: 'things', keyLength: 1 });

describe('pagesBy', () => {
  it('loads the same page of many owners in one call, each other page in one more', async () => {
    const calls: Array<[readonly string[], number]> = [];
    const loader = pagesBy<{ owner: string; n: number }>(
      async (ids, { limit }) => {
        calls.push([ids, limit]);
        return ids.filter((id) => id !== 'c').flatMap((owner) => [1, 2, 3].slice(0, limit + 1).map((n) => ({ owner, n })));
      },
      (row) => row.owner,
    );
    const [a, b, c, again, longer] = await Promise.all([
      loader.load({ id: 'a', page: page(1) }),
      loader.load({ id: 'b', page: page(1) }),
      loader.load({ id: 'c', page: page(1) }),
      loader.load({ id: 'a', page: page(1) }),
      loader.load({ id: 'a', page: page(2) }),
    ]);
    expect(calls).toEqual([
      [['a', 'b', 'c'], 1],
      [['a'], 2],
    ]);
    expect(a!.map((row) => row.n)).toEqual([1, 2]);
    expect(b!.map((row) => row.owner)).toEqual(['b', 'b']);
    expect(c).toEqual([]);
    expect(again).toEqual(a);
    expect(longer!.map((row) => row.n)).toEqual([1, 2, 3]);
  });
});
