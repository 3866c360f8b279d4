import type { PartView } from './payment-split.types';

/** What has come of these parts, or what has not. */
export const sumOf = (parts: readonly PartView[], isPaid: boolean): bigint =>
  parts.filter(({ part }) => (part.status === 'SUCCEEDED') === isPaid).reduce((sum, { part }) => sum + part.amountMinor, 0n);
