import { smaller } from './smaller';
import type { FieldWish, Selection, Wish } from './wishes';

const field = (name: string, below: readonly Selection[] | null = null): FieldWish => ({
  kind: 'field',
  name,
  alias: null,
  args: [],
  conditions: [],
  below,
});

/** Takes every step that keeps what is looked for, as a campaign does. */
function least(wish: Wish, holds: (text: string) => boolean): Wish {
  const step = [...smaller(wish)].find((one) => holds(JSON.stringify(one)));
  return step ? least(step, holds) : wish;
}

test('all that has no part in it goes, wherever it stands', () => {
  const guilty = field('guilty');
  const crowd = ['a', 'b', 'c'].map((name) => field(name));
  const inner: Selection = { kind: 'inline', on: 'User', conditions: [], below: [...crowd, guilty, ...crowd] };
  const wish: Wish = {
    selections: [...crowd, field('outer', [...crowd, inner, { kind: 'spread', pick: 0, conditions: [] }]), field('other', crowd)],
    fragments: [{ on: 'User', below: crowd }],
  };
  expect(least(wish, (text) => text.includes('guilty'))).toEqual({ selections: [field('outer', [guilty])], fragments: [] });
});

test('aliases, conditions, arguments and variables go when they have no part in it', () => {
  const wish: Wish = {
    selections: [
      {
        ...field('guilty'),
        alias: 'a',
        args: [
          { name: 'kept', value: 1, way: 'variable' },
          { name: 'gone', value: 2, way: 'default' },
        ],
        conditions: [{ directive: 'skip', value: false, way: 'literal' }],
      },
    ],
    fragments: [],
  };
  expect(least(wish, (text) => text.includes('kept')).selections).toEqual([
    { ...field('guilty'), args: [{ name: 'kept', value: 1, way: 'literal' }] },
  ]);
});

test('something is always left to ask for', () => {
  expect([...smaller({ selections: [field('a')], fragments: [] })]).toEqual([]);
});
