import type { TaxMode } from '../../generated/prisma/enums';
import { allocate } from '../money/allocate';

/** A line of an order, as it was ordered. */
export interface OrderedLine {
  tierName: string;
  quantity: number;
  unitPriceMinor: bigint;
  taxName: string | null;
  taxBasisPoints: number | null;
  taxMode: TaxMode | null;
  taxMinor: bigint;
}

/** A line of a document. */
export interface DocumentLine {
  text: string;
  quantity: number;
  unitPriceMinor: bigint;
  netMinor: bigint;
  taxMinor: bigint;
  taxName: string | null;
  taxBasisPoints: number | null;
  taxMode: TaxMode | null;
}

/** What an entry of the ledger comes to, tax included, and what of it is tax. */
export interface Posted {
  total: bigint;
  tax: bigint;
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/**
 * The lines of what was bought: they come to what was posted exactly. Where no tax was kept with the order, the posted one is divided over
 * them. Where the items do not come to what was posted, one line tells that as it was posted: somebody has paid, and a document is no reason
 * to give them no tickets.
 */
export function linesOfSale(items: readonly OrderedLine[], { total, tax }: Posted): DocumentLine[] {
  const grosses = items.map(
    ({ unitPriceMinor, quantity, taxMode, taxMinor }) => unitPriceMinor * BigInt(quantity) + (taxMode === 'EXCLUSIVE' ? taxMinor : 0n),
  );
  if (sumOf(grosses) !== total) return [lineOfReturn(items, 'Tickets', { total, tax })];
  const kept = items.map(({ taxMinor }) => taxMinor);
  const taxes = sumOf(kept) === tax ? kept : allocate(tax, grosses);
  return items.map(({ tierName, quantity, unitPriceMinor, taxName, taxBasisPoints, taxMode }, index) => ({
    ...{ text: tierName, quantity, unitPriceMinor, netMinor: grosses[index]! - taxes[index]!, taxMinor: taxes[index]! },
    ...{ taxName, taxBasisPoints, taxMode },
  }));
}

/** The one line of what was given back. All items of an order are taxed alike. */
export function lineOfReturn(items: readonly OrderedLine[], text: string, { total, tax }: Posted): DocumentLine {
  const { taxName = null, taxBasisPoints = null, taxMode = null } = items[0] ?? {};
  return { text, quantity: 1, unitPriceMinor: total, netMinor: total - tax, taxMinor: tax, taxName, taxBasisPoints, taxMode };
}

/** What tickets that were given back were, such as “2 × Evening”; null: no ticket was. */
export function textOfReturn(tierNames: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of tierNames) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === 0) return 'Part of the price';
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ');
}

/** What has to be said where no tax is charged. */
export function notesOf(items: readonly Pick<OrderedLine, 'taxMode' | 'taxName'>[]): string[] {
  const { taxMode, taxName } = items[0] ?? { taxMode: null, taxName: null };
  if (taxMode === 'REVERSE_CHARGE') return ['Reverse charge: the tax is owed by the buyer.'];
  if (taxMode === 'EXEMPT') return [`Exempt from tax${taxName ? ` (${taxName})` : ''}.`];
  return [];
}
