import { currencyDigits, formatAmount, isCurrency } from './currency';
import { currency } from './input';

test.each(['CAD', 'EUR', 'JPY', 'KWD', 'XOF'])('%s is a currency', (code) => expect(isCurrency(code)).toBe(true));

test.each(['ZZZ', 'XXX', 'XDR', 'cad', 'CA', '', 'DEM'])('%p is none that people pay in', (code) => expect(isCurrency(code)).toBe(false));

test('an input takes currencies by the list, not by the look of their code (payments F19)', () => {
  expect(currency().safeParse('ZZZ').success).toBe(false);
  expect(currency().parse('CAD')).toBe('CAD');
});

test('minor units have the digits of ISO 4217', () => {
  expect(['CAD', 'JPY', 'KWD', 'HUF', 'CLF'].map(currencyDigits)).toEqual([2, 0, 3, 2, 4]);
  expect([formatAmount(1250n, 'CAD'), formatAmount(5, 'CAD'), formatAmount(50, 'JPY'), formatAmount(1, 'KWD')]).toEqual([
    '12.50 CAD',
    '0.05 CAD',
    '50 JPY',
    '0.001 KWD',
  ]);
});
