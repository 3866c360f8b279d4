import type Stripe from 'stripe';
import { type Account, DAY, SECOND } from './account';
import { pageOf } from './answers';
import type { Checked, Endpoint } from './checking';
import { cancelIntent, confirmIntent, createIntent, intentNamed, searchIntents, updateIntent } from './intents';
import type { ParametersOf } from './parameter-types';
import { methodAt } from './methods';
import { captureIntent } from './paying';
import { createSetup, deleteCustomer, openCustomer } from './customers';
import { answerDispute } from './disputes';
import { createRefund } from './refunds';
import { createTransfer, linkAccount, openAccount } from './connect';
import { invalid, missing } from './refusal';

/** The kind of object that an endpoint returns, as `expand` counts from it. */
export const kindOf = (endpoint: Endpoint): string => {
  const [method, path] = endpoint.split(' ') as [string, string];
  const list = method === 'GET' && !path.endsWith(':id');
  return path.split('/')[2]!.replace(/s$/, '') + (list ? ' list' : '');
};

/** Does a request whose parameters are checked; `id` is the one in the address. */
type Route<E extends Endpoint> = (account: Account, params: ParametersOf[E], id: string) => object;

const one =
  (what: string, from: (account: Account) => Map<string, object>) =>
  (account: Account, _params: unknown, id: string): object => {
    const found = from(account).get(id);
    if (!found) throw missing(what, id, 'id', 404);
    return found;
  };

/** Returns whether a list of things of an intent or of a charge holds this one. */
const belongs = (params: { charge?: string; payment_intent?: string }, thing: { charge?: unknown; payment_intent: unknown }): boolean =>
  (!params.charge || thing.charge === params.charge) && (!params.payment_intent || thing.payment_intent === params.payment_intent);

/** Stripe keeps events for thirty days. */
const recent = (account: Account): Account['events'] =>
  new Map([...account.events].filter(([, { created }]) => created > account.now() - (30 * DAY) / SECOND));

export const ROUTES: { [E in Endpoint]: Route<E> } = {
  'POST /v1/payment_intents': (account, params) => createIntent(account, params),
  'GET /v1/payment_intents': (account, params) => pageOf(account.intents.values(), '/v1/payment_intents', params),
  'GET /v1/payment_intents/search': (account, { query, limit = 10, page = '0' }) => {
    const [from, found] = [Number(page), searchIntents(account, query).reverse()];
    if (!Number.isSafeInteger(from)) throw invalid('Invalid page', { param: 'page' });
    const data = found.slice(from, from + limit);
    const has_more = found.length > from + limit;
    return {
      object: 'search_result',
      data,
      has_more,
      next_page: has_more ? String(from + limit) : null,
      url: '/v1/payment_intents/search',
    };
  },
  'GET /v1/payment_intents/:id': (account, _params, id) => intentNamed(account, id),
  'POST /v1/payment_intents/:id': (account, params, id) => updateIntent(account, id, params),
  'POST /v1/payment_intents/:id/confirm': (account, params, id) => confirmIntent(account, id, params),
  'POST /v1/payment_intents/:id/cancel': (account, params, id) => cancelIntent(account, id, params),
  'POST /v1/payment_intents/:id/capture': (account, params, id) => captureIntent(account, intentNamed(account, id), params),
  'GET /v1/payment_methods/:id': (account, _params, id) => methodAt(account, id),
  'GET /v1/charges': (account, params) =>
    pageOf(
      [...account.charges.values()].filter((charge) => belongs({ payment_intent: params.payment_intent }, charge)),
      '/v1/charges',
      params,
    ),
  'GET /v1/charges/:id': one('charge', ({ charges }) => charges),
  'POST /v1/refunds': (account, params) => createRefund(account, params),
  'GET /v1/refunds': (account, params) =>
    pageOf(
      [...account.refunds.values()].filter((refund) => belongs(params, refund)),
      '/v1/refunds',
      params,
    ),
  'GET /v1/refunds/:id': one('refund', ({ refunds }) => refunds),
  'GET /v1/balance_transactions': (account, params) =>
    pageOf(
      [...account.balance.values()].filter(
        ({ id, type, currency, source }) =>
          (!params.payout || account.paidOut.get(id) === params.payout) &&
          (!params.type || type === params.type) &&
          (!params.currency || currency === params.currency) &&
          (!params.source || source === params.source),
      ),
      '/v1/balance_transactions',
      params,
    ),
  'GET /v1/balance_transactions/:id': one('balance_transaction', ({ balance }) => balance),
  'GET /v1/payouts': (account, params) =>
    pageOf(
      [...account.payouts.values()].filter(({ status }) => !params.status || status === params.status),
      '/v1/payouts',
      params,
    ),
  'GET /v1/payouts/:id': one('payout', ({ payouts }) => payouts),
  'GET /v1/events': (account, params) =>
    pageOf(
      [...recent(account).values()].filter(
        ({ type, pending_webhooks: pending }) =>
          (!params.type || matches(type, params.type)) &&
          (!params.types || params.types.includes(type)) &&
          (params.delivery_success === undefined || params.delivery_success === (pending === 0)),
      ),
      '/v1/events',
      params,
    ),
  'GET /v1/events/:id': one('event', recent),
  'POST /v1/accounts': (account, params) => openAccount(account, params),
  'GET /v1/accounts/:id': one('account', ({ connected }) => connected),
  'POST /v1/account_links': (account, params) => linkAccount(account, params),
  'POST /v1/transfers': (account, params) => createTransfer(account, params),
  'GET /v1/transfers': (account, params) =>
    pageOf(
      [...account.transfers.values()].filter(
        ({ transfer_group: group, destination }) =>
          (!params.transfer_group || group === params.transfer_group) && (!params.destination || destination === params.destination),
      ),
      '/v1/transfers',
      params,
    ),
  'GET /v1/disputes': (account, params) =>
    pageOf(
      [...account.disputes.values()].filter((dispute) => belongs(params, dispute) && isWithin(dispute.created, params.created)),
      '/v1/disputes',
      params,
    ),
  'POST /v1/disputes/:id': (account, params, id) => answerDispute(account, id, params),
  'POST /v1/customers': (account, params) => openCustomer(account, params),
  'DELETE /v1/customers/:id': (account, _params, id) => deleteCustomer(account, id),
  'POST /v1/setup_intents': (account, params) => createSetup(account, params),
  'GET /v1/setup_intents/:id': one('setup_intent', ({ setups }) => setups),
  'GET /v1/disputes/:id': one('dispute', ({ disputes }) => disputes),
};

const isWithin = (time: number, range: number | Stripe.RangeQueryParam | undefined): boolean => {
  if (range === undefined || typeof range === 'number') return range === undefined || time === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return time > gt && time >= gte && time < lt && time <= lte;
};

/** `charge.*` fits every event of a charge. */
const matches = (type: string, wanted: string): boolean => (wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted);

const PATTERNS = (Object.keys(ROUTES) as Endpoint[]).map((endpoint) => {
  const [method, path] = endpoint.split(' ') as [string, string];
  return { endpoint, method, pattern: new RegExp(`^${path.replace(':id', '([^/]+)')}$`) };
});

/** Returns the endpoint of a request and the id in its address, undefined when there is none. Names are tried before ids. */
export function routeOf(method: string, path: string): { endpoint: Endpoint; id: string } | undefined {
  for (const { endpoint, method: expected, pattern } of PATTERNS) {
    const found = method === expected && pattern.exec(path);
    if (found) return { endpoint, id: decodeURIComponent(found[1] ?? '') };
  }
  return undefined;
}

export const run = (endpoint: Endpoint, account: Account, params: Checked, id: string): object =>
  (ROUTES[endpoint] as Route<never>)(account, params as never, id);
