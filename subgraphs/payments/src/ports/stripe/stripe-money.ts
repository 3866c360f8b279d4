/** Currencies without a part that Stripe counts in hundredths all the same (its documentation, "Special cases"). */
const IN_HUNDREDTHS = new Set(['ISK', 'UGX']);

/** An amount as Stripe counts it. Ours are ISO 4217's minor units. */
export const toStripe = (amountMinor: bigint, currency: string): number =>
  Number(IN_HUNDREDTHS.has(currency) ? amountMinor * 100n : amountMinor);

/** And back. A fee may have a part that ISO 4217 does not know: it is rounded up, so that we never hold more than we say. */
export const fromStripe = (amount: number, currency: string): bigint =>
  IN_HUNDREDTHS.has(currency.toUpperCase()) ? BigInt(Math.ceil(amount / 100)) : BigInt(amount);
