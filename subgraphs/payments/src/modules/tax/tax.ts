import type { TaxMode } from '../../generated/prisma/enums';
import { includedTax } from '../ledger/revenue-share';
import { allocate } from '../money/allocate';

/** What is charged on a price. */
export interface Tax {
  /** As people know it, such as HST. */
  name: string;
  /** In hundredths of a per cent: 1300 is 13 %. */
  basisPoints: number;
  mode: TaxMode;
}

const WHOLE = 10_000n;

/** The tax on an amount: inside it, on top of it, or none; rounded half up. */
export function taxOn(amount: bigint, { basisPoints, mode }: Tax): bigint {
  const rate = BigInt(basisPoints);
  if (mode === 'INCLUSIVE') return includedTax(amount, rate);
  return mode === 'EXCLUSIVE' ? (2n * amount * rate + WHOLE) / (2n * WHOLE) : 0n;
}

/** The tax on each line of an order. It is reckoned once, on their sum, and divided by largest remainder: the lines add up to it exactly. */
export const taxesOn = (amounts: readonly bigint[], tax: Tax): bigint[] =>
  allocate(
    taxOn(
      amounts.reduce((sum, amount) => sum + amount, 0n),
      tax,
    ),
    amounts,
  );

/** What a buyer pays for an amount with its tax. */
export const withTax = (amount: bigint, tax: bigint, mode: TaxMode | null): bigint => (mode === 'EXCLUSIVE' ? amount + tax : amount);

/** A line of an order: what is paid for each of its places, so that they add up to it exactly. */
export function pricesOfPlaces(line: { unitPriceMinor: bigint; quantity: number; taxMinor: bigint; taxMode: TaxMode | null }): bigint[] {
  const whole = withTax(line.unitPriceMinor * BigInt(line.quantity), line.taxMinor, line.taxMode);
  return allocate(
    whole,
    Array.from({ length: line.quantity }, () => 1n),
  );
}
