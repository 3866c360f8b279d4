import Stripe from 'stripe';
import type { Processor, SavedMethod } from '../processor';
import { declined, PAYMENT_KEY, unknownMethod, WITH_FEE } from './stripe-intents';
import { toStripe } from './stripe-money';

export const WITH_METHOD = ['payment_method'];

/** A SetupIntent, with its method expanded. */
export function toSaved({ id: ref, status, customer, payment_method: method, ...setup }: Stripe.SetupIntent): SavedMethod {
  const to = { ref, customer: idOf(customer)! };
  if (status === 'succeeded') return { ...to, state: { status: 'SAVED', method: idOf(method)!, label: labelOf(method) } };
  if (status === 'requires_action')
    return { ...to, state: { status: 'REQUIRES_ACTION', actionUrl: setup.next_action?.redirect_to_url?.url ?? null } };
  const { status: _, ...why } = declinedState(setup.last_setup_error ?? {});
  return { ...to, state: { status: 'DECLINED', ...why } };
}

/** Why Stripe does not keep a method; null where it said something else. */
export function refusedSaving(error: unknown): Extract<SavedMethod['state'], { status: 'DECLINED' }> | null {
  if (error instanceof Stripe.errors.StripeCardError) return declinedState(error);
  const isUnknown = error instanceof Stripe.errors.StripeInvalidRequestError && error.param?.startsWith('payment_method');
  return isUnknown ? (unknownMethod() as Extract<SavedMethod['state'], { status: 'DECLINED' }>) : null;
}

/** What is charged while its owner is away. The fee is in the answer. */
export const offSession = ({
  customer,
  method,
  amountMinor,
  currency,
  invoiceId,
}: Omit<Parameters<Processor['chargeSaved']>[0], 'key'>): Stripe.PaymentIntentCreateParams => ({
  ...{ amount: toStripe(amountMinor, currency), currency: currency.toLowerCase(), customer, payment_method: method },
  ...{ confirm: true, off_session: true, capture_method: 'automatic', expand: WITH_FEE },
  ...{
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    metadata: { [PAYMENT_KEY]: invoiceId, marquee_plan: invoiceId },
  },
});

const declinedState = (error: Parameters<typeof declined>[0]) => declined(error) as Extract<SavedMethod['state'], { status: 'DECLINED' }>;

const labelOf = (method: string | Stripe.PaymentMethod | null): string | null => {
  const card = typeof method === 'object' ? method?.card : null;
  return card ? `${card.brand} ${card.last4}` : typeof method === 'object' ? (method?.type ?? null) : null;
};

const idOf = (reference: string | { id: string } | null): string | null =>
  typeof reference === 'object' ? (reference?.id ?? null) : reference;
