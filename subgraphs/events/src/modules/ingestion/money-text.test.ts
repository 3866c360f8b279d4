import { currencyDigits } from '@marquee/platform/currency';
import { amountsIn, currencyIn, saysDonation, saysFree } from './money-text';

test.each<[string, number[], number?]>([
  ['15', [15]],
  ['15.00', [15]],
  ['$15', [15]],
  ['10,50', [10.5]],
  ['1,250.00', [1250]],
  ['1.250,00', [1250]],
  ['1 250,00', [1250]],
  ['1\u202f250,00 €', [1250]],
  ["1'250.00", [1250]],
  ['1.250', [1250]],
  ['1.250', [1.25], 3],
  ['0.500', [0.5]],
  ['1500.000', [1500]],
  ['1,250,000', [1_250_000]],
  ['10-20', [10, 20]],
  ['30.00–60.00', [30, 60]],
  ['from 5 to 7,50', [5, 7.5]],
  ['see website', []],
])('%s is read as %j (bug reports F7)', (text, amounts, digits = 2) => {
  expect(amountsIn(text, digits)).toEqual(amounts);
});

test('free and given are said in words', () => {
  expect(['Free', 'FREE!', 'kostenlos', 'Free admission'].map(saysFree)).toEqual([true, true, true, true]);
  expect(['Free drink with 20', 'freedom'].map(saysFree)).toEqual([false, false]);
  expect(['By donation', 'Pay what you can', '20'].map(saysDonation)).toEqual([true, true, false]);
});

test('a text tells its currency by its sign or code, a bare dollar tells none', () => {
  const known = (code: string) => code === 'CHF';
  expect(['€20', 'CA$ 5', '20 CHF', '$20', '20 ABC'].map((text) => currencyIn(text, known))).toEqual(['EUR', 'CAD', 'CHF', null, null]);
});

test('digits after the point are the currency’s own (bug reports F5)', () => {
  expect(['CAD', 'JPY', 'KWD', 'CLF'].map(currencyDigits)).toEqual([2, 0, 3, 4]);
});
