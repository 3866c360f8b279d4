import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { afterTests, aViewer, countStatements, startForTest, type Data, type TestSubgraph } from '@marquee/platform/testing';
import type { CurationDecided, EventChanged } from '@marquee/schema/topics';
import { Pool } from 'pg';
import { payments } from '../src';
import type { Database } from '../src/db';
import { jobs } from '../src/jobs';
import { keep, type Kept } from '../src/kept';
import type { Processor } from '../src/ports/processor';
import {
  CheckoutDocument,
  ConfirmPaymentDocument,
  CreateTicketTierDocument,
  LedgerHealthDocument,
  RefundOrderDocument,
  type CheckoutMutation,
  type ConfirmPaymentMutation,
  type LedgerHealthQuery,
  type OrderPartsFragment,
  type RefundOrderInput,
  type RefundOrderMutation,
} from './generated/documents';

export const TICKET_SECRET = 'a ticket secret of at least 32 characters';

export interface World extends TestSubgraph {
  /** Tells of an event; published and public unless said otherwise. Returns what was told. */
  anEvent(parts?: Partial<EventChanged>): Promise<EventChanged>;
  /** A tier of a new event, made by its organiser. Price in cents. */
  aTier(parts?: TierParts): Promise<Tier>;
  /** Events grants so many places of the event; null is no limit. */
  grant(eventId: string, places: number | null): Promise<void>;
  approve(event: EventChanged, curatorId: string): Promise<void>;
  checkout(
    buyer: Viewer,
    items: { tierId: string; quantity: number }[],
    idempotencyKey?: string,
  ): Promise<Outcome<CheckoutMutation['checkout']>>;
  confirm(
    buyer: Viewer,
    paymentId: string,
    paymentMethod?: string,
    idempotencyKey?: string,
  ): Promise<Outcome<ConfirmPaymentMutation['confirmPayment']>>;
  refund(viewer: Viewer, input: RefundOrderInput): Promise<Outcome<RefundOrderMutation['refundOrder']>>;
  /** Checks out and pays. Returns the paid order. */
  buy(buyer: Viewer, tierId: string, quantity?: number): Promise<OrderPartsFragment>;
  health(): Promise<LedgerHealthQuery['ledgerHealth']>;
  remaining(tierId: string): Promise<number>;
  /** How many statements it takes: the least of three times, because the relay and the consumers use the same connections. */
  statements(work: () => Promise<unknown>): Promise<number>;
  /** One of our rows or the processor's, read past all gates. */
  sql<Row extends object = Data>(text: string, values?: unknown[]): Promise<Row[]>;
}

export interface TierParts {
  event?: EventChanged;
  organiser?: Viewer;
  price?: number;
  quantity?: number;
  name?: string;
  maxPerPerson?: number;
  /** What events grants of the event when it hears of the tier: no limit (null) unless said otherwise; no answer at all when undefined. */
  places?: number | null;
}

export interface Tier {
  id: string;
  event: EventChanged;
  organiser: Viewer;
}

export const admin = aViewer({ role: 'admin' });

type Keys<Union> = Union extends unknown ? keyof Union : never;
type Field<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never;

/** A result with the fields of all types of its union: which one it is, the test asserts. */
export type Outcome<Union> = { [Key in Keys<Union>]: Field<Union, Key> };

export interface WorldOptions {
  settings?: Record<string, string>;
  /** A database in place of the own one, made of it: without locks, or one that stops at certain statements. */
  db?: (db: Database) => Database;
  processor?: (kept: Pick<Kept, 'db' | 'clock'>) => Processor;
}

/** The subgraph on a database of its own, and short ways to say what a test takes for granted. */
export async function startWorld({ settings = {}, db = (own) => own, processor }: WorldOptions = {}): Promise<World> {
  const module = payments.with({
    keep: (basics) => keep({ ...basics, db: db(basics.db) }, { processor: processor?.(basics) }),
    // Jobs run when a test says so: a clock that is moved by hours would otherwise let them loose between two of its lines.
    jobs: jobs.map((job) => ({ ...job, everyMs: 3_600_000 })),
  });
  const test = await startForTest(module, { settings: { TICKET_SECRET, ...settings } });
  const pool = new Pool({ connectionString: test.databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  afterTests(() => pool.end());

  /** How many grants each event got. */
  const grants = new Map<string, number>();
  const world: World = {
    ...test,
    async anEvent(parts = {}) {
      const event = eventChanged(test.clock.now(), parts);
      await test.tell('event.changed', event.eventId, event);
      return event;
    },
    async aTier({ event, organiser, price = 2500, quantity = 10, name = 'Evening', maxPerPerson, ...answer } = {}) {
      const seller = organiser ?? aViewer(event ? { id: event.creatorId } : {});
      const of = event ?? (await world.anEvent({ creatorId: seller.id }));
      const input = { eventId: of.eventId, name, price: { amountMinor: price, currency: 'CAD' }, quantity, maxPerPerson };
      const { createTicketTier } = await test.run(seller, CreateTicketTierDocument, { input });
      if (createTicketTier.__typename !== 'CreateTicketTierSuccess') throw new Error(JSON.stringify(createTicketTier));
      const { places = null } = answer;
      if (!('places' in answer) ? !grants.has(of.eventId) : answer.places !== undefined) await world.grant(of.eventId, places);
      return { id: createTicketTier.tier.id, event: of, organiser: seller };
    },
    async grant(eventId, places) {
      grants.set(eventId, (grants.get(eventId) ?? 0) + 1);
      await test.tell('places.granted', eventId, { eventId, version: grants.get(eventId), places });
    },
    async approve(event, curatorId) {
      const decision = decided(event, curatorId, test.clock.now());
      await test.tell('curation.decided', event.eventId, decision);
    },
    async checkout(buyer, items, idempotencyKey) {
      return outcome((await test.run(buyer, CheckoutDocument, { input: { items, idempotencyKey } })).checkout);
    },
    async confirm(buyer, paymentId, paymentMethod = 'pm_card_visa', idempotencyKey = undefined) {
      const input = { paymentId, paymentMethod, idempotencyKey };
      return outcome((await test.run(buyer, ConfirmPaymentDocument, { input })).confirmPayment);
    },
    async refund(viewer, input) {
      return outcome((await test.run(viewer, RefundOrderDocument, { input })).refundOrder);
    },
    async buy(buyer, tierId, quantity = 1) {
      const { order, payment } = await world.checkout(buyer, [{ tierId, quantity }]);
      if (!payment) return order;
      const paid = await world.confirm(buyer, payment.id);
      if (paid.order?.status !== 'PAID') throw new Error(JSON.stringify(paid));
      return paid.order;
    },
    async health() {
      return (await test.run(admin, LedgerHealthDocument, {})).ledgerHealth;
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

export const outcome = <Union extends object>(result: Union): Outcome<Union> => result as unknown as Outcome<Union>;

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
