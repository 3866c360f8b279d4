import { currencyDigits } from '@marquee/platform';
import fc from 'fast-check';
import { paymentLines, refundPromisedLines, type PostingLine } from '../src/modules/ledger/ledger-entries';
import { PART_NAMES, reverseShare, shareRevenue, totalOf } from '../src/modules/ledger/revenue-share';
import { allocate } from '../src/modules/money/allocate';
import { decimal } from '../src/modules/money/decimal';
import { minimumCharge } from '../src/modules/money/minimum-charge';
import { priceCart, totalOf as totalOfCart } from '../src/modules/promo/promo-cart';
import { divideRefund } from '../src/modules/refund/refund-parts';
import { goesBack, leftOf, type RefundTerms } from '../src/modules/refund/refund-terms';
import { pricesOfPlaces, taxesOn, withTax, type Tax } from '../src/modules/tax/tax';

/** Without minor units, with hundredths, with thousandths. */
const CURRENCIES = ['JPY', 'CAD', 'KWD'] as const;
const PAYEES = { creatorId: 'creator', curatorId: 'curator' };

const between = (min: bigint, max: bigint) => fc.bigInt({ min, max });
const share = fc.integer({ min: 0, max: 10_000 });

const cart = fc.constantFrom(...CURRENCIES).chain((currency) => {
  const unit = 10n ** BigInt(currencyDigits(currency));
  const least = BigInt(minimumCharge(currency, currencyDigits(currency)));
  const price = fc.oneof(fc.constant(0n), between(least, least + 20n), between(least, 1_000_000n * unit));
  return fc.record({
    currency: fc.constant(currency),
    lines: fc.array(fc.record({ price, quantity: fc.integer({ min: 1, max: 10 }) }), { minLength: 1, maxLength: 5 }),
    codes: fc.array(
      fc.oneof(fc.record({ percent: fc.integer({ min: 1, max: 10_000 }) }), fc.record({ fixed: between(1n, 2_000n * unit) })),
      {
        maxLength: 3,
      },
    ),
    tax: fc.option(
      fc.record({
        name: fc.constant('VAT'),
        basisPoints: fc.integer({ min: 0, max: 3_000 }),
        mode: fc.constantFrom<Tax['mode'][]>('INCLUSIVE', 'EXCLUSIVE', 'EXEMPT', 'REVERSE_CHARGE'),
      }),
      { nil: null },
    ),
    fee: fc.record({ basisPoints: fc.integer({ min: 0, max: 600 }), fixed: between(0n, 60n) }),
    rates: fc.record({ platformBasisPoints: between(300n, 500n), curatorBasisPoints: between(100n, 200n) }),
    hasCurator: fc.boolean(),
    /** How the total is divided over payments. */
    payers: fc.array(between(1n, 100n), { minLength: 1, maxLength: 4 }),
    /** What goes back, in this order: tickets by terms, or money without tickets. */
    refunds: fc.array(
      fc.record({
        tickets: fc.array(fc.nat(49), { maxLength: 6 }),
        basisPoints: share,
        fee: between(0n, 500n),
        goodwill: share,
        besides: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
  });
});

type Cart = typeof cart extends fc.Arbitrary<infer Value> ? Value : never;

/** Any carts: their lines, taxes, fees, shares and refunds in any order come to the same exactly. Returns how many carts of each currency were tried. */
export function tryCarts(count: number): Record<string, number> {
  const tried: Record<string, number> = {};
  fc.assert(
    fc.property(cart, (one) => {
      tried[one.currency] = (tried[one.currency] ?? 0) + 1;
      buyAndGiveBack(one);
    }),
    { numRuns: count },
  );
  return tried;
}

function buyAndGiveBack({ currency, lines, codes, tax, fee, rates, hasCurator, payers, refunds }: Cart): void {
  const items = lines.map(({ quantity }, index) => ({ tierId: `tier${index}`, quantity, price: null }));
  const tiers = lines.map(({ price }, index) => ({ id: `tier${index}`, priceMinor: price, buyerSetsPrice: false }));
  const priced = priceCart(items, tiers, codes.map(asCode));
  const list = sum(lines.map(({ price, quantity }) => price * BigInt(quantity)));
  const nets = priced.lines.map(({ unitPrice, quantity }) => unitPrice * BigInt(quantity));
  same(totalOfCart(priced.lines) + sum(priced.uses.map(({ discount }) => discount)), list, 'prices and discounts');

  const taxes = tax ? taxesOn(nets, tax) : nets.map(() => 0n);
  const mode = tax?.mode ?? null;
  const total = withTax(sum(nets), sum(taxes), mode);
  const places = priced.lines.flatMap(({ unitPrice, quantity }, index) => {
    const line = { unitPriceMinor: unitPrice, quantity, taxMinor: taxes[index]!, taxMode: mode };
    const prices = pricesOfPlaces(line);
    same(sum(prices), withTax(nets[index]!, taxes[index]!, mode), 'places of a line');
    return prices;
  });
  same(sum(places), total, 'places of the order');
  same(BigInt(decimal(total, currency).replace('.', '')), total, 'what is written');
  if (total === 0n) return;

  const processing = least((total * BigInt(fee.basisPoints)) / 10_000n + fee.fixed, total - sum(taxes));
  const shares = shareRevenue({ total, processing, tax: sum(taxes), hasCurator }, rates);
  same(totalOf(shares), total, 'shares');
  balances(paymentLines(total, shares, PAYEES), 'the entry of the payment');
  const payments = allocate(total, payers).map((amountMinor, index) => ({
    id: `${index}`,
    amountMinor,
    refundedMinor: 0n,
    disputedMinor: 0n,
  }));
  same(sum(payments.map(({ amountMinor }) => amountMinor)), total, 'payments');

  const tickets = places.map((unitPriceMinor) => ({ unitPriceMinor, refundedMinor: 0n, besidesMinor: 0n, isBack: false }));
  const left = { ...shares };
  /** As refunds do: divided over tickets, payments and shares, each by what is left of it. */
  const giveBack = (of: typeof tickets, weights: readonly bigint[], amount: bigint, besides: boolean) => {
    if (amount === 0n) return;
    const parts = allocate(amount, weights);
    of.forEach((ticket, index) => {
      ticket.refundedMinor += parts[index]!;
      if (besides) ticket.besidesMinor += parts[index]!;
      atLeastNothing(leftOf(ticket), 'a ticket');
    });
    const divided = divideRefund(amount, payments);
    same(sum(divided.map((part) => part.amount)), amount, 'payments of a refund');
    for (const part of divided) payments.find(({ id }) => id === part.paymentId)!.refundedMinor += part.amount;
    const taken = reverseShare(amount, left);
    same(totalOf(taken), amount, 'shares of a refund');
    balances(refundPromisedLines(amount, taken, PAYEES), 'the entry of a refund');
    for (const name of PART_NAMES) atLeastNothing((left[name] -= taken[name]), name);
    const back = sum(tickets.map(({ refundedMinor }) => refundedMinor));
    same(sum(payments.map(({ refundedMinor }) => refundedMinor)), back, 'what went back of payments, and of tickets');
    same(totalOf(left), total - back, 'what is left of shares');
  };
  for (const { tickets: chosen, basisPoints, fee: kept, goodwill, besides } of refunds) {
    const terms: RefundTerms = { basisPoints, feeMinor: kept, mostMinor: null };
    const of = [...new Set(chosen.map((index) => tickets[index % tickets.length]!))].filter(({ isBack }) => !isBack);
    const weights = of.map((ticket) => goesBack(ticket, terms));
    giveBack(of, weights, sum(weights), false);
    for (const ticket of of) ticket.isBack = true;
    const rest = tickets.map(leftOf);
    giveBack(tickets, rest, (sum(rest) * BigInt(goodwill)) / 40_000n, besides);
  }
  const rest = tickets.map(leftOf);
  giveBack(tickets, rest, sum(rest), true);
  same(totalOf(left), 0n, 'what is left of everything');
  for (const name of PART_NAMES) same(left[name], 0n, `what is left of ${name}`);
  for (const payment of payments) same(payment.refundedMinor, payment.amountMinor, 'what went back of a payment');
}

const asCode = (code: { percent: number } | { fixed: bigint }, index: number) => ({
  ...{ id: `code${index}`, tierIds: [], basisPoints: null, amountMinor: null },
  ...('percent' in code ? { kind: 'PERCENT' as const, basisPoints: code.percent } : { kind: 'FIXED' as const, amountMinor: code.fixed }),
});

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

// Not `expect`: a hundred thousand carts have millions of sums.
function same(actual: bigint, expected: bigint, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}

function atLeastNothing(amount: bigint, what: string): void {
  if (amount < 0n) throw new Error(`${what} is below nothing: ${amount}`);
}

function balances(lines: readonly PostingLine[], what: string): void {
  same(sum(lines.map(({ side, amount }) => (side === 'DEBIT' ? amount : -amount))), 0n, what);
}
