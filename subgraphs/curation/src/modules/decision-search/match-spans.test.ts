import { spansOf } from './match-spans';

test('what the database marks is told by where it stands in the text without marks', () => {
  expect(spansOf('Say \u0001when\u0002 it begins, and \u0001when\u0002 not.')).toEqual([
    { start: 4, length: 4 },
    { start: 24, length: 4 },
  ]);
  expect(spansOf('\u0001All\u0002')).toEqual([{ start: 0, length: 3 }]);
  expect([spansOf('Nothing'), spansOf(null)]).toEqual([[], []]);
});
