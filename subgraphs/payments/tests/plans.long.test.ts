import type { Viewer } from '@marquee/platform';
import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { Client, Pool } from 'pg';
import { whatCameBefore } from '../src/modules/risk/risk.sql';
import { admin, startWorld, type World } from './world';

/** Ids that follow from numbers, so that years of sales are a few statements. */
const idOf = (kind: string, n: number) => `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const sqlId = (kind: string, n: string) => `('0000000${kind}-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
const at = `timestamptz '2026-01-01' + make_interval(secs => n)`;

/** 2,000 events of 2,000 organisers, each with one tier; 100,000 orders of 20,000 buyers, each of one ticket, paid, half of them given back. */
const FILL = [
  `SET session_replication_role = replica`,
  `INSERT INTO events (id, version, creator_id, status, visibility, title, starts_at, ends_at, was_public, city)
   SELECT ${sqlId('1', 'n')}, 1, ${sqlId('0', 'n')}, 'PUBLISHED', 'PUBLIC', 'E', now() + interval '30 days', now() + interval '31 days', TRUE, 'Toronto'
   FROM generate_series(1, 2000) n`,
  `INSERT INTO event_sales (event_id, updated_at, grant_version, version, granted, wanted) SELECT id, now(), 1, 1, NULL, NULL FROM events`,
  `INSERT INTO tax_rates (id, owner_id, position, city, name, basis_points, mode, created_at)
   SELECT gen_random_uuid(), ${sqlId('0', '1 + n % 2000')}, n / 2000, 'City ' || n, 'HST', 1300, 'INCLUSIVE', now() FROM generate_series(0, 99999) n`,
  `INSERT INTO ticket_tiers (id, event_id, name, price_minor, currency, quantity, position, created_at, updated_at)
   SELECT ${sqlId('2', 'n')}, ${sqlId('1', 'n')}, 'T', 1000, 'CAD', 1000, 0, now(), now() FROM generate_series(1, 2000) n`,
  `INSERT INTO orders (id, user_id, event_id, status, total_minor, currency, expires_at, paid_at, created_at, updated_at)
   SELECT ${sqlId('3', 'n')}, ${sqlId('0', '1 + n % 20000')}, ${sqlId('1', '1 + n % 2000')}, 'PAID', 1000, 'CAD', ${at}, ${at}, ${at}, ${at} FROM generate_series(1, 100000) n`,
  `INSERT INTO order_items (order_id, tier_id, tier_name, unit_price_minor, quantity)
   SELECT ${sqlId('3', 'n')}, ${sqlId('2', '1 + n % 2000')}, 'T', 1000, 1 FROM generate_series(1, 100000) n`,
  `INSERT INTO payments (id, order_id, status, amount_minor, currency, processor, created_at, updated_at)
   SELECT ${sqlId('4', 'n')}, ${sqlId('3', 'n')}, 'SUCCEEDED', 1000, 'CAD', 'sandbox', ${at}, ${at} FROM generate_series(1, 100000) n`,
  `INSERT INTO refunds (id, order_id, payment_id, status, amount_minor, currency, reason, created_at, updated_at)
   SELECT ${sqlId('5', 'n')}, ${sqlId('3', 'n')}, ${sqlId('4', 'n')}, CASE WHEN n % 5000 = 0 THEN 'FAILED' ELSE 'MADE' END::"RefundStatus", 500, 'CAD', '', ${at}, ${at}
   FROM generate_series(1, 100000) n`,
  `INSERT INTO tickets (id, order_id, event_id, tier_id, holder_id, status, unit_price_minor, code_hash, created_at, updated_at)
   SELECT ${sqlId('6', 'n')}, ${sqlId('3', 'n')}, ${sqlId('1', '1 + n % 2000')}, ${sqlId('2', '1 + n % 2000')}, ${sqlId('0', '1 + n % 20000')}, 'VALID', 1000, 'hash ' || n, ${at}, ${at}
   FROM generate_series(1, 100000) n`,
  `INSERT INTO ticket_transfers (id, ticket_id, order_id, event_id, from_id, to_id, status, expires_at, created_at, updated_at)
   SELECT gen_random_uuid(), ${sqlId('6', 'n')}, ${sqlId('3', 'n')}, ${sqlId('1', '1 + n % 2000')}, ${sqlId('0', '1 + n % 20000')}, ${sqlId('0', '1 + (n + 7) % 20000')},
     'CANCELLED', ${at}, ${at}, ${at} FROM generate_series(1, 100000) n`,
  `INSERT INTO resales (id, ticket_id, order_id, event_id, tier_id, seller_id, price_minor, currency, status, created_at, updated_at)
   SELECT gen_random_uuid(), ${sqlId('6', 'n')}, ${sqlId('3', 'n')}, ${sqlId('1', '1 + n % 2000')}, ${sqlId('2', '1 + n % 2000')}, ${sqlId('0', '1 + n % 20000')}, 1000, 'CAD',
     CASE WHEN n % 50 = 0 THEN 'LISTED' ELSE 'WITHDRAWN' END::"ResaleStatus", ${at}, ${at} FROM generate_series(1, 100000) n`,
  `INSERT INTO deposits (id, order_id, event_id, ticket_id, amount_minor, fee_minor, currency, status, reason, ended_at, created_at)
   SELECT gen_random_uuid(), ${sqlId('3', 'n')}, ${sqlId('1', '1 + n % 2000')}, ${sqlId('6', 'n')}, 1000, 30, 'CAD', CASE WHEN n % 100 = 0 THEN 'HELD' ELSE 'RETURNED' END::"DepositStatus",
     CASE WHEN n % 100 > 0 THEN 'CHECKED_IN' END::"DepositReason", CASE WHEN n % 100 > 0 THEN ${at} END, ${at} FROM generate_series(1, 100000) n`,
  `UPDATE orders SET deposit_minor = 1000`,
  `UPDATE orders SET sold_by = ${sqlId('0', '1')} WHERE right(id::text, 2) = '00'`,
  `UPDATE refunds r SET by_seller = TRUE, status = 'PROMISED' FROM orders o WHERE o.id = r.order_id AND o.sold_by IS NOT NULL AND right(o.id::text, 3) = '000'`,
  `INSERT INTO promo_codes (id, event_id, code, kind, basis_points, created_at, updated_at)
   SELECT gen_random_uuid(), ${sqlId('1', '1 + n % 2000')}, 'CODE' || n, 'PERCENT', 1000, ${at}, ${at} FROM generate_series(1, 100000) n`,
  `INSERT INTO disputes (id, payment_id, order_id, event_id, processor, processor_ref, status, reason, amount_minor, currency, created_at, updated_at)
   SELECT gen_random_uuid(), ${sqlId('4', 'n')}, ${sqlId('3', 'n')}, ${sqlId('1', '1 + n % 2000')}, 'sandbox', 'dp_' || n,
     CASE WHEN n % 5000 = 0 THEN 'NEEDS_RESPONSE' ELSE 'WON' END::"DisputeStatus", 'fraudulent', 1000, 'CAD', ${at}, ${at} FROM generate_series(1, 100000) n`,
  `INSERT INTO revenue_shares (order_id, currency, total_minor, platform_minor, creator_minor, curator_minor, processing_minor, tax_minor, creator_id)
   SELECT ${sqlId('3', 'n')}, 'CAD', 1000, 40, 900, 0, 60, 0, ${sqlId('0', '1 + n % 2000')} FROM generate_series(1, 100000) n`,
  `INSERT INTO ledger_accounts (id, kind, owner_id, currency) SELECT ${sqlId('7', 'n')}, 'CREATOR_PAYABLE', ${sqlId('0', 'n')}, 'CAD' FROM generate_series(1, 2000) n`,
  `INSERT INTO ledger_entries (id, kind, order_id, occurred_at) SELECT ${sqlId('8', 'n')}, 'PAYMENT', ${sqlId('3', 'n')}, ${at} FROM generate_series(1, 100000) n`,
  `INSERT INTO ledger_postings (id, entry_id, account_id, side, amount_minor, currency)
   SELECT n, ${sqlId('8', 'n')}, ${sqlId('7', '1 + n % 2000')}, 'CREDIT', 900, 'CAD' FROM generate_series(1, 100000) n`,
  `INSERT INTO payees (id, is_organization, processor, processor_ref, status, country, schedule, minimum_minor, created_at, updated_at)
   SELECT ${sqlId('0', 'n')}, FALSE, 'sandbox', 'acct_' || n, 'VERIFIED', 'CA', 'WEEKLY', 0, now(), now() FROM generate_series(1, 2000) n`,
  `INSERT INTO payouts (id, payee_id, processor, destination, status, amount_minor, currency, created_at, updated_at)
   SELECT ${sqlId('9', 'n')}, ${sqlId('0', '1 + n % 2000')}, 'sandbox', 'acct', 'MADE', 900, 'CAD', ${at}, ${at} FROM generate_series(1, 50000) n`,
  `INSERT INTO payout_lines (posting_id, payout_id, position, amount_minor) SELECT n, ${sqlId('9', 'n')}, 0, 900 FROM generate_series(1, 50000) n`,
  `INSERT INTO order_documents (id, kind, number, seller_id, year, sequence, order_id, event_id, buyer_id, reference_id, net_minor, tax_minor, total_minor, currency, content, issued_at, file_key)
   SELECT ${sqlId('a', 'n')}, 'RECEIPT', '2026-R-' || n, ${sqlId('0', '1 + n % 2000')}, 2026, n, ${sqlId('3', 'n')}, ${sqlId('1', '1 + n % 2000')}, ${sqlId('0', '1 + n % 20000')}, ${sqlId('3', 'n')},
     1000, 0, 1000, 'CAD', '{"seller": null, "billTo": null, "corrects": null, "notes": [], "event": {"title": "E", "startsAt": "2026-01-01T00:00:00Z"}}', ${at}, CASE WHEN n % 5000 > 0 THEN 'documents/a.pdf' END
   FROM generate_series(1, 100000) n`,
  `INSERT INTO order_document_lines (document_id, position, text, quantity, unit_price_minor, net_minor, tax_minor)
   SELECT ${sqlId('a', 'n')}, 0, 'T', 1, 1000, 1000, 0 FROM generate_series(1, 100000) n`,
  `INSERT INTO payment_attempts (id, payment_id, method, status, decline_code, created_at, updated_at)
   SELECT ${sqlId('b', 'n')}, ${sqlId('4', 'n')}, 'pm', CASE WHEN n % 7 = 0 THEN 'DECLINED' ELSE 'SUCCEEDED' END::"AttemptStatus", CASE WHEN n % 7 = 0 THEN 'card_declined' END, ${at}, ${at}
   FROM generate_series(1, 100000) n`,
  `INSERT INTO risk_assessments (attempt_id, order_id, user_id, origin, card, action, score, reasons, weights, created_at)
   SELECT ${sqlId('b', 'n')}, ${sqlId('3', 'n')}, ${sqlId('0', '1 + n % 20000')}, 'origin ' || n % 5000, 'card ' || n % 20000, 'ALLOW', 0.1, '{}', 'w', now() - make_interval(secs => n * 20)
   FROM generate_series(1, 100000) n`,
  `INSERT INTO tried_codes (id, user_id, created_at) SELECT gen_random_uuid(), ${sqlId('0', '1 + n % 20000')}, now() - make_interval(secs => n * 20) FROM generate_series(1, 100000) n`,
  `INSERT INTO order_inspections (id, order_id, status, reasons, decide_by, ended_at, created_at, updated_at)
   SELECT gen_random_uuid(), ${sqlId('3', 'n')}, CASE WHEN n % 5000 = 0 THEN 'OPEN' ELSE 'RELEASED' END::"InspectionStatus", '{}', ${at}, CASE WHEN n % 5000 > 0 THEN ${at} END, ${at}, ${at}
   FROM generate_series(1, 100000) n`,
  `UPDATE payments SET payer_id = ${sqlId('0', '1 + right(id::text, 6)::int % 20000')} WHERE right(id::text, 2) = '00'`,
  `INSERT INTO event_refund_runs (event_id, created_at, finished_at) SELECT id, timestamptz '2026-01-01', now() FROM events`,
  'ANALYZE',
];

const BIG = [
  ...[
    'orders',
    'order_items',
    'payments',
    'refunds',
    'tickets',
    'ticket_transfers',
    'resales',
    'promo_codes',
    'disputes',
    'deposits',
    'revenue_shares',
    'payment_attempts',
    'risk_assessments',
    'tried_codes',
    'order_inspections',
  ],
  ...['order_documents', 'order_document_lines', 'ledger_entries', 'ledger_postings', 'payouts', 'payout_lines', 'tax_rates', 'events'],
];
const NODES = 'totalCount nodes';
const ORDER = `id status refundableUntil refundTerms { until } deposit { held { amountMinor } deposits { ticket { id } } } goesBackNow { amountMinor } refunds { id } items { name tax { amountMinor } } tickets { id tier { name } }
  promoCodes payments { id } revenueShare { total { amountMinor } } disputes { id }`;

const DOCUMENT = 'id number lines { text } corrects { id } order { id }';

let world: World;
let pool: Pool;
beforeAll(async () => {
  world = await startWorld();
  const client = new Client(world.databaseUrl);
  await client.connect();
  for (const statement of FILL) await client.query(statement);
  await client.end();
  pool = new Pool({ connectionString: world.databaseUrl, max: 1 });
}, 240_000);
afterAll(() => pool.end());

interface Asked {
  text: string;
  values: unknown[];
}

/** What is read of the database meanwhile, by whatever connection, each statement once. */
async function readBy(work: () => Promise<unknown>): Promise<Asked[]> {
  const asked = new Map<string, Asked>();
  const original = Client.prototype.query;
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    const [first, second] = args as [string | { text?: string; values?: unknown[] }, unknown];
    const text = typeof first === 'string' ? first : first.text;
    const values = (typeof first === 'string' ? (Array.isArray(second) ? second : []) : first.values) ?? [];
    if (text && /^\s*(SELECT|WITH)\b/i.test(text) && !/\b(outbox|inbox|pg_advisory|FOR (UPDATE|SHARE|NO KEY UPDATE))\b/.test(text))
      asked.set(text, { text, values: values as unknown[] });
    return (original as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof original;
  try {
    await work();
  } finally {
    Client.prototype.query = original;
  }
  return [...asked.values()];
}

/** Of the statements on big tables, those that read one from its beginning to its end; and all indexes that they use. */
async function plansOf(asked: readonly Asked[]): Promise<{ whole: string[]; indexes: string[] }> {
  const whole: string[] = [];
  const indexes = new Set<string>();
  for (const { text, values } of asked) {
    const plan = await explain(pool, text, values);
    for (const index of usedIndexes(plan)) indexes.add(index);
    for (const table of BIG) if (hasSeqScanOn(plan, table)) whole.push(`${table}: ${text}`);
  }
  return { whole, indexes: [...indexes] };
}

const event = (viewer: Viewer | null, fields: string) => () =>
  world.entity(viewer, { __typename: 'Event', id: idOf('1', 1000) }, `{ ${fields} }`);
const organiser = aViewer({ id: idOf('0', 1000) });
const buyer = aViewer({ id: idOf('0', 1001) });
const me = (fields: string) => () => world.entity(buyer, { __typename: 'User', id: buyer.id }, `{ ${fields} }`);
const ask = (viewer: Viewer, fields: string) => () => world.run(viewer, `{ ${fields} }`);

describe('with 100,000 orders, tickets, refunds, disputes and postings nothing reads a table from its beginning to its end', () => {
  it.each<[string, () => () => Promise<unknown>]>([
    ['orders of a buyer', () => me(`orders(first: 20) { ${NODES} { ${ORDER} } }`)],
    ['tickets of a buyer', () => me(`tickets(first: 20) { ${NODES} { id code tier { name } } }`)],
    ['tickets that they gave', () => me(`ticketTransfers(direction: OUTGOING, first: 20) { ${NODES} { id } }`)],
    ['tickets that they got', () => me(`ticketTransfers(direction: INCOMING, first: 20) { ${NODES} { id } }`)],
    ['orders of an event', () => event(organiser, `orders(first: 20) { ${NODES} { ${ORDER} } }`)],
    ['disputes of an event', () => event(organiser, `disputes(first: 20) { ${NODES} { id } }`)],
    ['codes of an event', () => event(organiser, `promoCodes(first: 20) { ${NODES} { id } }`)],
    ['what is resold of an event', () => event(null, `resales(first: 20) { ${NODES} { id } }`)],
    ['prices of an event', () => event(null, `ticketTax { name } ticketTiers { remaining priceWithTax { amountMinor } }`)],
    [
      'what would go back of an event, and how far that is',
      () => event(organiser, `refundPolicy { version } refundsDue { buyers } refundRun { ordersLeft }`),
    ],
    ['what is sold of an event now', () => event(organiser, `liveSales { orders byTier { tickets } }`)],
    ['what a box office has to give back', () => event(organiser, `cashToGiveBack(first: 20) { ${NODES} { id } }`)],
    ['deposits of an event', () => event(organiser, `depositReport { count }`)],
    ['what a seller charges', () => ask(organiser, 'taxRates { name }')],
    [
      'what a payee is owed and was paid',
      () =>
        ask(
          organiser,
          `payee { balances { currency } payouts(first: 5) { ${NODES} { lines(first: 5) { ${NODES} { position: occurredAt } } } } }`,
        ),
    ],
    ['documents of a buyer', () => ask(buyer, `myDocuments(first: 20) { ${NODES} { ${DOCUMENT} } }`)],
    ['documents of a seller', () => ask(organiser, `sellerDocuments(first: 20) { ${NODES} { ${DOCUMENT} } }`)],
    ['documents of orders', () => me(`orders(first: 20) { nodes { documents { ${DOCUMENT} } } }`)],
    ['taxes of a seller', () => ask(organiser, `taxReport(from: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00Z") { month }`)],
    ...(['DAY', 'TIER', 'CODE', 'CHANNEL'] as const).map((by): [string, () => () => Promise<unknown>] => [
      `sales of an event by ${by}`,
      () => event(organiser, `salesReport(by: ${by}) { orders }`),
    ]),
    ['all inspections', () => ask(admin, `orderInspections(openOnly: false, first: 20) { nodes { id total { amountMinor } } }`)],
    ['all disputes', () => ask(admin, `disputes(openOnly: false, first: 20) { nodes { id } }`)],
  ])('%s', async (_what, how) => {
    const asked = await readBy(how());
    expect(asked.length).toBeGreaterThan(0);
    expect((await plansOf(asked)).whole).toEqual([]);
  });

  it.each([
    ['disputes that are open', `disputes(openOnly: true, first: 20) { ${NODES} { id } }`, 'disputes_open'],
    ['orders that are inspected', `orderInspections(openOnly: true, first: 20) { ${NODES} { id buyer { id } } }`, 'order_inspections_open'],
    ['refunds that have failed', `failedRefunds(first: 20) { ${NODES} { id } }`, 'refunds_failed'],
  ])('%s, a few among all, by an index of those alone', async (_what, fields, index) => {
    const { whole, indexes } = await plansOf(await readBy(ask(admin, fields)));
    expect([whole, indexes]).toEqual([[], expect.arrayContaining([index])]);
  });

  it('what came before a try to pay', async () => {
    const who = { userId: buyer.id, card: 'card 7', origin: 'origin 7', eventId: idOf('1', 1000), now: new Date() };
    const { text, values } = whatCameBefore(who);
    const { whole, indexes } = await plansOf([{ text, values }]);
    const needed = ['user_id', 'card', 'origin'].map((column) => `risk_assessments_${column}_created_at_idx`);
    expect([whole, indexes]).toEqual([[], expect.arrayContaining(needed)]);
  });

  it('parts that an erased person pays, by an index of those that have a payer', async () => {
    const text = 'UPDATE payments SET payer_id = gen_random_uuid() WHERE payer_id = $1::uuid';
    const { whole, indexes } = await plansOf([{ text, values: [buyer.id] }]);
    expect([whole, indexes]).toEqual([[], ['payments_payer_id_idx']]);
  });

  it('what jobs look for', async () => {
    const jobs = [
      'check-payees',
      'promise-payouts',
      'make-payouts',
      'make-refunds',
      'watch-refunds',
      'ask-door-again',
      'carry-on-payments',
      'return-waiting-payments',
      'expire-holds',
      'refund-cancelled-events',
      'settle-deposits',
      'write-documents',
      'delete-unused-files',
      'forget-old-tries',
    ];
    const asked = await readBy(async () => {
      for (const job of jobs) await world.subgraph.runJob(job);
    });
    expect((await plansOf(asked)).whole).toEqual([]);
  });
});
