import type Stripe from 'stripe';
import { type Account, DAY, SECOND } from './account';
import { move } from './charges';

/** Sends what the balance holds in a currency to the bank; `all` takes what is pending too. Returns null when there is nothing to send. */
export function payOut(account: Account, currency: string, { all = false }: { all?: boolean } = {}): Stripe.Payout | null {
  const included = [...account.balance.values()].filter(
    (one) => one.currency === currency && !account.paidOut.has(one.id) && (all || one.status === 'available'),
  );
  const amount = included.reduce((sum, { net }) => sum + net, 0);
  if (amount <= 0) return null;
  const payout: Stripe.Payout = {
    id: account.newId('po'),
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: account.now() + (2 * DAY) / SECOND,
    automatic: true,
    balance_transaction: null,
    created: account.now(),
    currency,
    description: 'STRIPE PAYOUT',
    destination: 'ba_3TestBankAccount',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'in_transit',
    trace_id: null,
    type: 'bank_account',
  };
  const out = move(account, {
    type: 'payout',
    category: 'payout',
    amount: -amount,
    currency,
    source: payout.id,
    description: 'STRIPE PAYOUT',
  });
  payout.balance_transaction = out.id;
  for (const { id } of [...included, out]) account.paidOut.set(id, payout.id);
  account.payouts.set(payout.id, payout);
  account.tell('payout.created', payout);
  return payout;
}

/** The bank takes the payout, or sends it back and the money is in the balance again. */
export function payoutArrives(account: Account, payout: Stripe.Payout, failed?: 'account_closed' | 'could_not_process'): Stripe.Payout {
  // Stripe's payouts may fail after they were paid, as banks report late.
  if (payout.status !== 'in_transit' && !(failed && payout.status === 'paid')) throw new Error(`${payout.id} is ${payout.status} already`);
  const status = payout.status;
  if (!failed) {
    payout.status = 'paid';
    account.tell('payout.paid', payout, { status });
    return payout;
  }
  const { amount, currency, id: source } = payout;
  Object.assign(payout, { status: 'failed', failure_code: failed, failure_message: 'The bank could not process this payout.' });
  payout.failure_balance_transaction = move(account, { type: 'payout_failure', category: 'payout_reversal', amount, currency, source }).id;
  account.tell('payout.failed', payout, { status });
  return payout;
}
