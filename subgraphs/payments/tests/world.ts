import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { afterTests, aViewer, countStatements, startForTest, type Data, type TestSubgraph } from '@marquee/platform/testing';
import type { CurationDecided, EventChanged } from '@marquee/schema/topics';
import { Pool } from 'pg';
import { payments } from '../src';
import { startPayments, type Replacements } from '../src/start';

export const TICKET_SECRET = 'a ticket secret of at least 32 characters';

export interface World extends TestSubgraph {
  /** Tells of an event; published and public unless said otherwise. Answers what was told. */
  anEvent(parts?: Partial<EventChanged>): Promise<EventChanged>;
  /** A tier of a new event, made by its organiser. Price in cents. */
  aTier(parts?: { event?: EventChanged; organiser?: Viewer; price?: number; quantity?: number; name?: string }): Promise<Tier>;
  approve(event: EventChanged, curatorId: string): Promise<void>;
  checkout(buyer: Viewer, items: { tierId: string; quantity: number }[], idempotencyKey?: string): Promise<Data>;
  confirm(buyer: Viewer, paymentId: string, paymentMethod?: string, idempotencyKey?: string): Promise<Data>;
  refund(viewer: Viewer, input: { orderId: string; ticketIds?: string[]; reason?: string; idempotencyKey?: string }): Promise<Data>;
  /** Checks out and pays. Answers the paid order. */
  buy(buyer: Viewer, tierId: string, quantity?: number): Promise<Data>;
  health(): Promise<Data>;
  remaining(tierId: string): Promise<number>;
  /** How many statements it takes: the least of three times, because the relay and the consumers use the same connections. */
  statements(work: () => Promise<unknown>): Promise<number>;
  /** One of our rows or the processor's, read past all gates. */
  sql<Row extends object = Data>(text: string, values?: unknown[]): Promise<Row[]>;
}

export interface Tier {
  id: string;
  event: EventChanged;
  organiser: Viewer;
}

const REFUSAL = '... on UserError { code message retryable } ... on InvalidInput { field }';
const ORDER = `id version status total { amountMinor currency } refundedTotal { amountMinor } expiresAt paidAt
  items { name quantity unitPrice { amountMinor } } tickets { id status code tier { id name } } payment { id status refunded { amountMinor } }`;

export const CHECKOUT = `mutation($input: CheckoutInput!) { checkout(input: $input) { __typename
  ... on CheckoutSuccess { order { ${ORDER} } payment { id status clientSecret amount { amountMinor } } }
  ... on SoldOut { tierId remaining } ... on SalesClosed { reason } ${REFUSAL} } }`;
export const CONFIRM = `mutation($input: ConfirmPaymentInput!) { confirmPayment(input: $input) { __typename
  ... on ConfirmPaymentSuccess { order { ${ORDER} } } ... on PaymentDeclined { declineCode } ... on OrderClosed { status } ... on SoldOut { tierId remaining }
  ... on SalesClosed { reason } ${REFUSAL} } }`;
export const COMPLETE = CONFIRM.replace('ConfirmPaymentInput', 'CompletePaymentActionInput').replace(
  'confirmPayment(',
  'completePaymentAction(',
);
export const REFUND = `mutation($input: RefundOrderInput!) { refundOrder(input: $input) { __typename
  ... on RefundOrderSuccess { order { ${ORDER} } refund { amount { amountMinor currency } status } } ... on NotRefundable { status refundableUntil } ${REFUSAL} } }`;
export const CREATE_TIER = `mutation($input: CreateTicketTierInput!) { createTicketTier(input: $input) { __typename
  ... on CreateTicketTierSuccess { tier { id version name description price { amountMinor currency } quantity remaining sold onSale event { id } } }
  ... on SalesClosed { reason } ${REFUSAL} } }`;
export const UPDATE_TIER = CREATE_TIER.replaceAll('CreateTicketTier', 'UpdateTicketTier')
  .replace('createTicketTier(', 'updateTicketTier(')
  .replace('... on SalesClosed { reason }', '');
export const CANCEL = `mutation($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename
  ... on CancelOrderSuccess { order { ${ORDER} } } ... on OrderClosed { status } ${REFUSAL} } }`;
export const HEALTH = `{ ledgerHealth { healthy entryCount breaks { kind subjectId message } balances { account currency balanceMinor } } }`;

export const admin = aViewer({ role: 'admin' });

/** The subgraph on a database of its own, and short ways to say what a test takes for granted. */
export async function startWorld({
  settings = {},
  replace,
}: { settings?: Record<string, string>; replace?: Replacements } = {}): Promise<World> {
  // Jobs run when a test says so: a clock that is moved by hours would otherwise let them loose between two of its lines.
  const replacements: Replacements = (own) => ({ jobsEveryMs: 3_600_000, ...replace?.(own) });
  const module = { ...payments, start: (runtime: Parameters<typeof payments.start>[0]) => startPayments(runtime, replacements) };
  const test = await startForTest(module, { settings: { TICKET_SECRET, ...settings } });
  const pool = new Pool({ connectionString: test.databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  afterTests(() => pool.end());

  const world: World = {
    ...test,
    async anEvent(parts = {}) {
      const event = eventChanged(test.clock.now(), parts);
      await test.tell('event.changed', event.eventId, event);
      return event;
    },
    async aTier({ event, organiser, price = 2500, quantity = 10, name = 'Evening' } = {}) {
      const seller = organiser ?? aViewer(event ? { id: event.creatorId } : {});
      const of = event ?? (await world.anEvent({ creatorId: seller.id }));
      const input = { eventId: of.eventId, name, price: { amountMinor: price, currency: 'CAD' }, quantity };
      const { createTicketTier } = await test.run(seller, CREATE_TIER, { input });
      if (createTicketTier.__typename !== 'CreateTicketTierSuccess') throw new Error(JSON.stringify(createTicketTier));
      return { id: createTicketTier.tier.id, event: of, organiser: seller };
    },
    async approve(event, curatorId) {
      const decision = decided(event, curatorId, test.clock.now());
      await test.tell('curation.decided', event.eventId, decision);
    },
    async checkout(buyer, items, idempotencyKey) {
      return (await test.run(buyer, CHECKOUT, { input: { items, idempotencyKey } })).checkout;
    },
    async confirm(buyer, paymentId, paymentMethod = 'pm_card_visa', idempotencyKey = undefined) {
      return (await test.run(buyer, CONFIRM, { input: { paymentId, paymentMethod, idempotencyKey } })).confirmPayment;
    },
    async refund(viewer, input) {
      return (await test.run(viewer, REFUND, { input })).refundOrder;
    },
    async buy(buyer, tierId, quantity = 1) {
      const { order, payment } = await world.checkout(buyer, [{ tierId, quantity }]);
      if (!payment) return order;
      const paid = await world.confirm(buyer, payment.id);
      if (paid.order?.status !== 'PAID') throw new Error(JSON.stringify(paid));
      return paid.order;
    },
    async health() {
      return (await test.run(admin, HEALTH)).ledgerHealth;
    },
    async remaining(tierId) {
      const answer = await test.entity(admin, { __typename: 'TicketTier', id: tierId }, '{ remaining }');
      return answer.data!._entities[0].remaining;
    },
    async statements(work) {
      await test.subgraph.drain();
      const counts: number[] = [];
      for (let n = 0; n < 3; n++) counts.push((await countStatements(test.subgraph, work)).statements);
      return Math.min(...counts);
    },
    async sql<Row extends object>(text: string, values: unknown[] = []) {
      return (await pool.query<Row>(text, values)).rows;
    },
  };
  return world;
}

export function eventChanged(now: Date, parts: Partial<EventChanged> = {}): EventChanged {
  const startsAt = new Date(now.getTime() + 14 * 86_400_000);
  return {
    eventId: randomUUID(),
    version: 1,
    change: 'PUBLISHED',
    status: 'PUBLISHED',
    visibility: 'PUBLIC',
    groupId: null,
    title: 'An evening',
    description: '',
    categorySlug: 'music',
    tags: [],
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + 3 * 3_600_000).toISOString(),
    timezone: 'America/Toronto',
    creatorId: randomUUID(),
    organizationId: null,
    capacity: null,
    venue: null,
    price: { type: 'PAID', min: null, max: null },
    imageUrl: null,
    imported: false,
    ...parts,
  };
}

export function decided(event: EventChanged, curatorId: string | null, at: Date, parts: Partial<CurationDecided> = {}): CurationDecided {
  return {
    workflowId: randomUUID(),
    version: 1,
    eventId: event.eventId,
    eventVersion: event.version,
    status: 'APPROVED',
    qualityScore: 0.8,
    badges: [],
    curatorId,
    notes: null,
    creatorId: event.creatorId,
    decidedAt: at.toISOString(),
    ...parts,
  };
}
