import { lazily, forgetParts } from './lazy';

describe('groups of parts that are joined lazily', () => {
  const made: string[] = [];
  const numbers = (by: number) => {
    made.push('numbers');
    return { one: by, two: 2 * by };
  };
  const letters = (_by: number, letter: string) => {
    made.push('letters');
    return { letter };
  };
  const create = lazily<[by: number, letter: string]>()(numbers, letters);
  // The first one is made whole, to learn the names.
  create(0, '');
  beforeEach(() => made.splice(0));

  it('makes a group when one of its parts is asked for, and once', () => {
    const parts = create(3, 'x');
    expect(made).toEqual([]);
    expect([parts.two, parts.one, parts.two]).toEqual([6, 3, 6]);
    expect(made).toEqual(['numbers']);
  });

  it('keeps what was made for one apart from another', () => {
    const [a, b] = [create(1, 'a'), create(2, 'b')];
    expect([a.one, b.one, a.letter, b.letter]).toEqual([1, 2, 'a', 'b']);
  });

  it('makes a group anew after it was forgotten', () => {
    const parts = create(5, 'y');
    expect([parts.letter, parts.one]).toEqual(['y', 5]);
    forgetParts(parts);
    expect([parts.letter, parts.letter]).toEqual(['y', 'y']);
    expect(made).toEqual(['letters', 'numbers', 'letters']);
  });

  it('refuses two groups with the same name', () => {
    const both = lazily<[]>()(
      () => ({ same: 1 }),
      () => ({ same: 2 }),
    );
    expect(() => both()).toThrow('Two groups have a part called same.');
  });
});
