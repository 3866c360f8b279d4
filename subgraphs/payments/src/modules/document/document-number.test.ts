import { numberOf } from './document-number';

test('a number is year, kind and count, and grows beyond its six digits', () => {
  expect(numberOf(2026, 'INVOICE', 42)).toBe('2026-I-000042');
  expect(numberOf(2027, 'CREDIT_NOTE', 1)).toBe('2027-C-000001');
  expect(numberOf(2026, 'RECEIPT', 1_234_567)).toBe('2026-R-1234567');
});
