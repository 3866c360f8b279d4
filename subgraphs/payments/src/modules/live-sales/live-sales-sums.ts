/** The sum of a number over all tiers of an event. */
export const sumOf = <One>(all: readonly One[], amountOf: (one: One) => bigint | number): bigint =>
  all.reduce((sum, one) => sum + BigInt(amountOf(one)), 0n);

/** All tiers of an event are in one currency. */
export const currencyOf = ([first]: readonly { currency: string }[]): string => first!.currency;
