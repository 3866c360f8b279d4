import Stripe from 'stripe';

/** Whether the account of a payee takes transfers, and Stripe pays them out. */
export function payeeStateOf({ payouts_enabled: pays, capabilities, details_submitted: told }: Stripe.Account): {
  status: 'PENDING' | 'VERIFIED' | 'RESTRICTED';
} {
  if (pays && capabilities?.transfers === 'active') return { status: 'VERIFIED' };
  return { status: told ? 'RESTRICTED' : 'PENDING' };
}

/** Codes by which Stripe says that this account gets nothing, whatever is tried. */
const REFUSED = new Set(['account_invalid', 'account_closed', 'insufficient_capabilities_for_transfer', 'transfers_not_allowed']);

export const isRefusedPayee = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Stripe.errors.StripeError && REFUSED.has(error.code ?? '');
