import { ROWS, testsByRow, WAITING } from './rows';

test('every row is named by a test, or waits for a reason', () => {
  const named = testsByRow();
  expect(ROWS.filter((row) => named.get(row)!.length === 0 && !(row in WAITING))).toEqual([]);
  expect(Object.keys(WAITING).filter((row) => !ROWS.includes(row))).toEqual([]);
});
