import fc from 'fast-check';
import { divideRefund } from './refund-parts';

const paid = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 10 });

test('refunds of any amounts, one after the other, come to each amount exactly and end with nothing left of any payment', () => {
  fc.assert(
    fc.property(paid, fc.array(fc.bigInt({ min: 1n, max: 10n ** 8n }), { maxLength: 10 }), (amounts, wanted) => {
      const payments = amounts.map((amountMinor, index) => ({ id: String(index), amountMinor, refundedMinor: 0n, disputedMinor: 0n }));
      const left = () => payments.reduce((sum, { amountMinor, refundedMinor }) => sum + amountMinor - refundedMinor, 0n);
      for (const amount of [...wanted.filter((one) => one <= left()), null]) {
        const whole = amount === null || amount > left() ? left() : amount;
        const parts = divideRefund(whole, payments);
        expect(parts.reduce((sum, part) => sum + part.amount, 0n)).toBe(whole);
        for (const { paymentId, amount: part } of parts) payments[Number(paymentId)]!.refundedMinor += part;
        for (const { amountMinor, refundedMinor } of payments) expect(refundedMinor <= amountMinor).toBe(true);
      }
      expect(left()).toBe(0n);
    }),
    { numRuns: 1000 },
  );
});

test('more than was paid is not divided', () => {
  expect(() => divideRefund(3n, [{ id: 'a', amountMinor: 2n, refundedMinor: 0n, disputedMinor: 0n }])).toThrow(RangeError);
});

test('what the bank of a buyer calls back does not go back as well', () => {
  const payments = [
    { id: 'a', amountMinor: 10n, refundedMinor: 2n, disputedMinor: 8n },
    { id: 'b', amountMinor: 10n, refundedMinor: 0n, disputedMinor: 4n },
  ];
  expect(divideRefund(6n, payments)).toEqual([{ paymentId: 'b', amount: 6n }]);
  expect(() => divideRefund(7n, payments)).toThrow(RangeError);
});
