import type Stripe from 'stripe';
import type { Account } from './account';
import { move } from './charges';
import { invalid, missing } from './refusal';

/** Connected accounts and transfers, as far as a platform that pays its sellers uses them. */
export function openAccount(account: Account, params: Stripe.AccountCreateParams): Stripe.Account {
  if (!/^[A-Z]{2}$/.test(params.country ?? '')) throw invalid(`Country '${params.country}' is unknown.`, { param: 'country' });
  const made = {
    id: account.newId('acct'),
    object: 'account',
    type: params.type ?? 'standard',
    country: params.country!,
    created: account.now(),
    charges_enabled: false,
    payouts_enabled: false,
    details_submitted: false,
    capabilities: params.capabilities?.transfers?.requested ? { transfers: 'inactive' } : {},
    metadata: (params.metadata as Stripe.Metadata | undefined) ?? {},
    email: params.email ?? null,
    default_currency: 'cad',
  } as Stripe.Account;
  account.connected.set(made.id, made);
  return made;
}

export function linkAccount(account: Account, params: Stripe.AccountLinkCreateParams): Stripe.AccountLink {
  if (!account.connected.has(params.account)) throw missing('account', params.account, 'account', 400);
  const now = account.now();
  return {
    object: 'account_link',
    created: now,
    expires_at: now + 300,
    url: `https://connect.stripe.com/setup/e/${params.account}/${account.newId('link')}`,
  };
}

export function accountProved(account: Account, id: string, accepted: boolean): Stripe.Account {
  const one = account.connected.get(id);
  if (!one) throw missing('account', id, 'account', 404);
  Object.assign(one, { details_submitted: true, payouts_enabled: accepted, capabilities: { transfers: accepted ? 'active' : 'inactive' } });
  account.tell('account.updated', one);
  return one;
}

export function createTransfer(account: Account, params: Stripe.TransferCreateParams): Stripe.Transfer {
  const to = account.connected.get(params.destination);
  if (!to) throw missing('destination', params.destination, 'destination', 400);
  if (to.capabilities?.transfers !== 'active')
    throw invalid(
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      { code: 'insufficient_capabilities_for_transfer' },
    );
  const { amount = 0, currency } = params;
  const available = [...account.balance.values()]
    .filter((line) => line.currency === currency && line.status === 'available')
    .reduce((sum, { net }) => sum + net, 0);
  if (amount > available) throw invalid('You have insufficient available funds in your Stripe account.', { code: 'balance_insufficient' });
  const made: Stripe.Transfer = {
    id: account.newId('tr'),
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: null,
    created: account.now(),
    currency,
    description: params.description ?? null,
    destination: params.destination,
    livemode: false,
    metadata: (params.metadata as Stripe.Metadata | undefined) ?? {},
    reversals: { object: 'list', data: [], has_more: false, url: '' },
    reversed: false,
    source_transaction: null,
    transfer_group: params.transfer_group ?? null,
  };
  made.balance_transaction = move(account, { type: 'transfer', category: 'transfer', amount: -amount, currency, source: made.id }).id;
  account.transfers.set(made.id, made);
  account.tell('transfer.created', made);
  return made;
}
