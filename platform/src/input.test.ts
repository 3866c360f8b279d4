import { z } from 'zod';
import { line, parseInput, soughtText } from './input';

const NUL = String.fromCharCode(0);
const input = z.object({
  code: z.string(),
  names: z.array(z.string()).optional(),
  more: z.record(z.string(), z.unknown()).optional(),
  at: z.date().optional(),
  title: line(20).optional(),
});
const faultsOf = (given: unknown) => {
  try {
    parseInput(input, given);
  } catch (error) {
    return (error as { extensions: { fields: { path: string }[] } }).extensions.fields.map(({ path }) => path);
  }
  return [];
};

test.each([
  [{ code: `a${NUL}b` }, ['code']],
  [{ code: NUL, names: ['fine', `x${NUL}`] }, ['code', 'names.1']],
  [{ code: 'a', more: { deep: { er: [NUL] }, [`k${NUL}`]: 1 } }, ['more.deep.er.0', `more.k${NUL}`]],
  [{ code: 'a', title: `a${NUL}` }, ['title']],
  [{ code: 'a', names: [], at: new Date(0), more: { n: 1, none: null } }, []],
])('U+0000 is refused wherever it stands, because no text with it can be kept: %j', (given, paths) =>
  expect(faultsOf(given)).toEqual(paths),
);

test('a text that is only looked for is one that nobody has, when U+0000 is in it', () => {
  const sought = z.object({ token: soughtText(5, 1) });
  expect(parseInput(sought, { token: `a${NUL}b` })).toEqual({ token: 'a\uFFFDb' });
  expect(() => parseInput(sought, { token: '' })).toThrow();
  expect(() => parseInput(sought, { token: 'abcdef' })).toThrow();
});
