import { UNKNOWN_METHOD, type MethodFacts } from '../processor';

/** What a test payment method does, in the manner of the processors' own test modes. */
export type Behaviour =
  | { kind: 'SUCCEEDS' }
  /** `isKept`: saving it succeeds, and charging it later does not. */
  | { kind: 'DECLINES'; code: string; reason: string; isKept?: boolean }
  /** Wants a step at the bank; the proof `approve` passes it. */
  | { kind: 'NEEDS_ACTION' }
  /** Succeeds after a while, as bank debits do. */
  | { kind: 'DELAYED'; milliseconds: number }
  /** Succeeds, and is disputed at once. */
  | { kind: 'DISPUTED' }
  /** Succeeds, and the processor warns of fraud. */
  | { kind: 'SUSPECT' };

const METHODS: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>(
  Object.entries({
    pm_card_visa: { kind: 'SUCCEEDS' },
    pm_card_mastercard: { kind: 'SUCCEEDS' },
    pm_card_declined: { kind: 'DECLINES', code: 'card_declined', reason: 'The card was declined.' },
    pm_card_insufficient_funds: { kind: 'DECLINES', code: 'insufficient_funds', reason: 'The card has insufficient funds.' },
    pm_card_charge_fails: { kind: 'DECLINES', code: 'card_declined', reason: 'The card was declined.', isKept: true },
    pm_card_3ds: { kind: 'NEEDS_ACTION' },
    pm_card_dispute: { kind: 'DISPUTED' },
    pm_card_suspect: { kind: 'SUSPECT' },
    pm_card_delayed: { kind: 'DELAYED', milliseconds: 5_000 },
  } satisfies Record<string, Behaviour>),
);

/** One of many cards, and where it was issued: `pm_card_visa.card7.FR`. */
const partsOf = (method: string): [name: string, card: string | undefined, country: string | undefined] => {
  const [name = '', card, country] = method.split('.');
  return [name, card, country];
};

export function factsOfMethod(method: string): MethodFacts {
  const [name, card, country] = partsOf(method);
  return { fingerprint: METHODS.has(name) ? (card ?? null) : null, country: country ?? null };
}

export const behaviourOf = (method: string): Behaviour =>
  METHODS.get(partsOf(method)[0]) ?? { kind: 'DECLINES', code: UNKNOWN_METHOD, reason: 'There is no such payment method.' };

export const APPROVAL = 'approve';
export const REFUSED_AT_BANK = { code: 'authentication_failed', reason: 'The step at the bank was not passed.' };

export const CANCELED = { code: 'payment_canceled', reason: 'The payment was cancelled at the processor.' };

/** As card processors commonly charge: 2.9 % and 30 minor units, rounded half up; on tiny amounts at most half. */
export function sandboxFee(amountMinor: bigint): bigint {
  const fee = (amountMinor * 29n + 500n) / 1000n + 30n;
  const half = amountMinor / 2n;
  return fee < half ? fee : half;
}
