import type Stripe from 'stripe';
import { type Account, idOf } from './account';
import { invalid, missing } from './refusal';

type Json = Record<string, unknown>;

/** What `expand` may name, by the kind of object; a name of another kind is refused. */
const EXPANDABLE: Record<string, readonly string[]> = {
  payment_intent: ['latest_charge', 'payment_method', 'customer', 'application', 'on_behalf_of', 'review', 'source', 'payment_record'],
  charge: [
    ...['balance_transaction', 'payment_intent', 'refunds', 'customer', 'application', 'application_fee', 'failure_balance_transaction'],
    ...['on_behalf_of', 'review', 'source_transfer', 'transfer'],
  ],
  refund: ['charge', 'payment_intent', 'payment_method', 'balance_transaction', 'failure_balance_transaction', 'transfer_reversal'],
  balance_transaction: ['source'],
  payout: ['balance_transaction', 'failure_balance_transaction', 'destination', 'original_payout', 'reversed_by'],
  dispute: ['charge', 'payment_intent'],
  setup_intent: ['payment_method', 'customer', 'latest_attempt', 'mandate'],
};

const stored = (account: Account, id: string): object | undefined =>
  [
    account.intents,
    account.charges,
    account.refunds,
    account.balance,
    account.payouts,
    account.disputes,
    account.methods,
    account.setups,
    account.customers,
  ]
    .map((objects): object | undefined => objects.get(id))
    .find(Boolean);

/** What kind of object a name leads to. */
const LEADS_TO: Record<string, string> = {
  latest_charge: 'charge',
  charge: 'charge',
  payment_intent: 'payment_intent',
  balance_transaction: 'balance_transaction',
  failure_balance_transaction: 'balance_transaction',
  refunds: 'refund list',
};
const ANYTHING = 'source';

/** Refuses what cannot be expanded, before anything is done. `answer` is the kind of object that is returned: 'charge', 'charge list'. */
export function checkExpand(answer: string, expand: readonly string[] = []): void {
  for (const path of expand) {
    const names = path.split('.');
    if (names.length > 4) throw invalid(`You cannot expand more than 4 levels of a property. Property: ${path}`, { param: 'expand' });
    let kind: string | undefined = answer;
    for (const name of names) {
      const list: string | undefined = kind && /^(.*) list$/.exec(kind)?.[1];
      const fits = list ? name === 'data' : kind !== undefined && EXPANDABLE[kind]?.includes(name);
      if (!fits) throw invalid(`This property cannot be expanded (${path}).`, { code: 'property_cannot_be_expanded', param: 'expand' });
      kind = list ?? LEADS_TO[name];
      // A balance transaction's source is of any kind: what follows it is looked at when it is known.
      if (name === ANYTHING) break;
    }
  }
}

/** Returns a copy with what `expand` names put in the place of ids. */
export function expanded(account: Account, answer: object, expand: readonly string[] = []): object {
  const copy = structuredClone(answer) as Json;
  for (const path of expand) expandOne(account, copy, path.split('.'));
  return copy;
}

function expandOne(account: Account, object: Json, [name, ...rest]: string[]): void {
  if (name === 'data' && Array.isArray(object.data)) {
    for (const one of object.data as Json[]) expandOne(account, one, rest);
    return;
  }
  if (!name || !EXPANDABLE[object.object as string]?.includes(name)) return;
  if (name === 'refunds') object.refunds ??= refundsOf(account, object.id as string);
  else if (typeof object[name] === 'string') object[name] = structuredClone(stored(account, object[name]) ?? object[name]);
  const inner = object[name];
  if (rest.length && inner && typeof inner === 'object') expandOne(account, inner as Json, rest);
}

const refundsOf = (account: Account, charge: string): Stripe.ApiList<Stripe.Refund> => ({
  object: 'list',
  data: structuredClone([...account.refunds.values()].filter((refund) => idOf(refund.charge) === charge).reverse()),
  has_more: false,
  url: `/v1/charges/${charge}/refunds`,
});

export interface Page {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: Stripe.RangeQueryParam | number;
}

/** Returns a page of what there is, the newest first. `starting_after` and `ending_before` must be in the list. */
export function pageOf<T extends { id: string; created: number }>(all: Iterable<T>, url: string, page: Page): Stripe.ApiList<T> {
  const { limit = 10, starting_after: after, ending_before: before, created } = page;
  if (limit < 1 || limit > 100) {
    throw invalid(`This value must be ${limit < 1 ? 'greater than or equal to 1' : 'less than or equal to 100'}.`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  }
  if (after && before) {
    throw invalid('You may only specify one of these parameters: ending_before, starting_after.', { code: 'parameters_exclusive' });
  }
  const newest = [...all].reverse();
  const at = (id: string, param: string) => {
    const index = newest.findIndex((one) => one.id === id);
    if (index < 0) throw missing(url.split('/').at(-1)!.replace(/s$/, ''), id, param, 400);
    return index;
  };
  const side = after ? newest.slice(at(after, 'starting_after') + 1) : before ? newest.slice(0, at(before, 'ending_before')) : newest;
  const within = side.filter((one) => inRange(one.created, created));
  const data = before ? within.slice(-limit) : within.slice(0, limit);
  return { object: 'list', data, has_more: within.length > data.length, url };
}

const inRange = (at: number, range: Stripe.RangeQueryParam | number | undefined): boolean =>
  typeof range === 'number'
    ? at === range
    : at > (range?.gt ?? -1) && at >= (range?.gte ?? 0) && at < (range?.lt ?? Infinity) && at <= (range?.lte ?? Infinity);
