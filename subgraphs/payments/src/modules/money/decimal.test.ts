import { decimal } from './decimal';

test('an amount is written with the digits of its currency', () => {
  expect(['CAD', 'JPY', 'KWD'].map((currency) => decimal(12_345n, currency))).toEqual(['123.45', '12345', '12.345']);
  expect([decimal(5n, 'CAD'), decimal(0n, 'CAD'), decimal(-5n, 'CAD'), decimal(-1_000n, 'KWD')]).toEqual([
    '0.05',
    '0.00',
    '-0.05',
    '-1.000',
  ]);
});
