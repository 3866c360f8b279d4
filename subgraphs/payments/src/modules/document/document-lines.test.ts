import fc from 'fast-check';
import { taxesOn, withTax } from '../tax/tax';
import { lineOfReturn, linesOfSale, notesOf, textOfReturn, type OrderedLine } from './document-lines';

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const line = (parts: Partial<OrderedLine> = {}): OrderedLine => ({
  ...{ tierName: 'Evening', quantity: 1, unitPriceMinor: 1_000n },
  ...{ taxName: null, taxBasisPoints: null, taxMode: null, taxMinor: 0n },
  ...parts,
});

const order = fc
  .record({
    prices: fc.array(fc.record({ price: fc.bigInt({ min: 0n, max: 10n ** 9n }), quantity: fc.integer({ min: 1, max: 10 }) }), {
      minLength: 1,
      maxLength: 10,
    }),
    basisPoints: fc.integer({ min: 0, max: 3_000 }),
    mode: fc.constantFrom('INCLUSIVE' as const, 'EXCLUSIVE' as const, 'EXEMPT' as const, 'REVERSE_CHARGE' as const),
  })
  .map(({ prices, basisPoints, mode }) => {
    const tax = { name: 'VAT', basisPoints, mode };
    const nets = prices.map(({ price, quantity }) => price * BigInt(quantity));
    const taxes = taxesOn(nets, tax);
    const items = prices.map(({ price, quantity }, index) =>
      line({ unitPriceMinor: price, quantity, taxName: 'VAT', taxBasisPoints: basisPoints, taxMode: mode, taxMinor: taxes[index]! }),
    );
    return { items, total: withTax(sum(nets), sum(taxes), mode), tax: sum(taxes) };
  });

test('lines come to what was posted exactly, net and tax, whatever the prices and however they are taxed', () => {
  fc.assert(
    fc.property(order, ({ items, ...posted }) => {
      const lines = linesOfSale(items, posted);
      expect(sum(lines.map(({ netMinor }) => netMinor))).toBe(posted.total - posted.tax);
      expect(sum(lines.map(({ taxMinor }) => taxMinor))).toBe(posted.tax);
      for (const { netMinor, taxMinor } of lines) expect(netMinor >= 0n && taxMinor >= 0n).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a tax that was not kept with the order is divided over its lines', () => {
  const lines = linesOfSale([line({ unitPriceMinor: 100n }), line({ unitPriceMinor: 200n })], { total: 300n, tax: 31n });
  expect(lines.map(({ netMinor, taxMinor }) => [netMinor, taxMinor])).toEqual([
    [90n, 10n],
    [179n, 21n],
  ]);
  expect(linesOfSale([line()], { total: 999n, tax: 9n })).toMatchObject([{ text: 'Tickets', quantity: 1, netMinor: 990n, taxMinor: 9n }]);
});

test('what is given back is one line, taxed as the order was', () => {
  const taxed = line({ taxName: 'VAT', taxBasisPoints: 1_300, taxMode: 'INCLUSIVE', taxMinor: 115n });
  expect(lineOfReturn([taxed], '1 × Evening', { total: 500n, tax: 58n })).toMatchObject({
    ...{ text: '1 × Evening', quantity: 1, netMinor: 442n, taxMinor: 58n, taxBasisPoints: 1_300 },
  });
  expect(textOfReturn(['Evening', 'Balcony', 'Evening'])).toBe('2 × Evening, 1 × Balcony');
  expect(textOfReturn([])).toBe('Part of the price');
});

test('where no tax is charged the document says why', () => {
  expect(notesOf([line({ taxMode: 'REVERSE_CHARGE' })])).toEqual(['Reverse charge: the tax is owed by the buyer.']);
  expect(notesOf([line({ taxMode: 'EXEMPT', taxName: 'Charity' })])).toEqual(['Exempt from tax (Charity).']);
  expect(notesOf([line()])).toEqual([]);
});
