import { wordDifference } from './word-difference';

const shown = (one: string, other: string) =>
  wordDifference(one, other).map(({ change, text }) => ({ KEPT: '', REMOVED: '-', ADDED: '+' })[change] + text);

describe('the difference of two texts', () => {
  it('is in whole words, what goes before what comes', () => {
    expect(shown('Doors open at seven.', 'Doors open at eight, sharp.')).toEqual(['Doors open at ', '-seven.', '+eight, sharp.']);
    expect(shown('a b c d e', 'a c d x e')).toEqual(['a ', '-b ', 'c d ', '+x ', 'e']);
  });

  it('is nothing but what is kept where the words are the same, whatever the blanks', () => {
    expect(shown('Jazz  night\n', 'Jazz night')).toEqual(['Jazz night']);
    expect([shown('', ''), shown('', 'New'), shown('Old', '')]).toEqual([[], ['+New'], ['-Old']]);
  });

  it('makes up the second text, and has every word of the first', () => {
    const words = ['red', 'blue', 'green', 'the', 'a'];
    for (let seed = 1; seed < 200; seed++) {
      const text = (from: number) => Array.from({ length: (from * 7) % 12 }, (_, n) => words[(from * (n + 3) * 31 + n * n) % 5]).join(' ');
      const [one, other] = [text(seed), text(seed * 13 + 5)];
      const runs = wordDifference(one, other);
      expect(runs.flatMap(({ change, text: said }) => (change === 'REMOVED' ? [] : [said])).join('')).toBe(other);
      const left = runs.flatMap(({ change, text: said }) => (change === 'ADDED' ? [] : said.split(/\s+/))).filter(Boolean);
      expect(left).toEqual(one.split(/\s+/).filter(Boolean));
    }
  });

  it('of texts as long as they may be is found at once', () => {
    const long = (from: number) => Array.from({ length: 10_000 }, (_, n) => `w${from + n * 2}`).join(' ');
    expect(shown(`${long(0)} end`, `${long(1)} end`).map((run) => run[0])).toEqual(['-', '+', 'e']);
  });
});
