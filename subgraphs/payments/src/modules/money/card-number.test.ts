import { hasCardNumber } from './card-number';

test.each([
  '4111111111111111',
  '4111 1111 1111 1111',
  'my card is 5500-0000-0000-0004, thanks',
  '378282246310005',
  '６０１１０００９９０１３９４２４',
])('%p holds a card number', (text) => expect(hasCardNumber(text)).toBe(true));

test.each([
  'pm_card_visa',
  '4111111111111112',
  'call 416 555 0199',
  '0000000000000000',
  '2026-11-29 00:41',
  '123456789012345678901234',
  '',
])('%p holds none', (text) => expect(hasCardNumber(text)).toBe(false));
