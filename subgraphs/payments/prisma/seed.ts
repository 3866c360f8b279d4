import { appendAll, createLogger, FILLING, inBulk, parseEnv } from '@marquee/platform';
import { openDatabase, type Database, type Tx } from '../src/db';
import { settings } from '../src/env';
import type { EventSales } from '../src/generated/prisma/client';
import { salesChanged } from '../src/modules/sales/sales.facts';
import { postCharges } from './seed.ledger';
import { factOf, sellOut, type Sale } from './seed.sales';
import type { SeedOrder, SeedTier } from './seed.plan';

export { planSales, type PlanInput, type PlannedEvent, type Purchase, type SeedOrder, type SeedTier } from './seed.plan';

/** An event of the demo world, as its home will tell of it; the copy made here lasts until the first fact about it arrives. */
export interface SeedEvent {
  id: string;
  creatorId: string;
  title: string;
  startsAt: Date;
  endsAt: Date;
  /** Who approved it, and so shares in what it earns. */
  curatorId?: string | null;
}

/** Places of an event that events has granted. `places` null: no limit. */
export interface SeedGrant {
  eventId: string;
  version: number;
  places: number | null;
}

export interface SeedInput {
  /** Every event that has a tier here. */
  events: readonly SeedEvent[];
  tiers: readonly SeedTier[];
  orders: readonly SeedOrder[];
  /** What events has granted already; of the other events nothing is sold before its fact arrives. */
  grants?: readonly SeedGrant[];
  /** TICKET_SECRET of the subgraph that will serve these tickets. */
  ticketSecret: string;
}

export interface Seeded {
  tiers: number;
  orders: number;
}

/**
 * Puts tiers and paid orders of the demo world into the database: charged at the sandbox processor, shared out, posted to the ledger like
 * any other, and told to the other subgraphs. What is there already stays as it is, so that a second run changes nothing. A fixed number
 * of statements.
 */
export async function seed(db: Database, { events, tiers, orders, grants = [], ticketSecret }: SeedInput): Promise<Seeded> {
  const own = parseEnv(settings, { TICKET_SECRET: ticketSecret });
  const known = await db.prisma.order.findMany({ where: { id: { in: orders.map(({ id }) => id) } }, select: { id: true } });
  const knownIds = new Set(known.map(({ id }) => id));
  const sales = sellOut({ events, tiers, orders: orders.filter(({ id }) => !knownIds.has(id)), settings: own });
  return db.transaction(async (tx) => {
    await seedEvents(tx, events);
    const created = await seedTiers(tx, tiers);
    await seedSales(tx, sales);
    await takeGrants(tx, grants);
    await tellOf(tx, created + sales.length > 0 ? [...new Set(tiers.map(({ eventId }) => eventId))] : [], sales);
    return { tiers: created, orders: sales.length };
  }, FILLING);
}

/** The same for callers with an address and no connection: opens one, seeds, closes it. */
export async function seedAt(url: string, input: SeedInput): Promise<Seeded> {
  const db = openDatabase(url, createLogger('payments-seed', 'warn'));
  try {
    return await seed(db, input);
  } finally {
    await db.close();
  }
}

/** Version 0: every fact of the home of events is newer. */
async function seedEvents(tx: Tx, events: readonly SeedEvent[]): Promise<void> {
  await tx.eventCopy.createMany({
    data: events.map(({ id, creatorId, title, startsAt, endsAt }) => ({
      ...{ id, creatorId, title, startsAt, endsAt },
      ...{ version: 0, status: 'PUBLISHED', visibility: 'PUBLIC', wasPublic: true },
    })),
    skipDuplicates: true,
  });
}

async function seedTiers(tx: Tx, tiers: readonly SeedTier[]): Promise<number> {
  const positions = new Map<string, number>();
  const now = new Date();
  const eventIds = [...new Set(tiers.map(({ eventId }) => eventId))];
  await tx.eventSales.createMany({ data: eventIds.map((eventId) => ({ eventId, ticketed: true, updatedAt: now })), skipDuplicates: true });
  const { count } = await tx.ticketTier.createMany({
    data: tiers.map(({ id, eventId, name, description, priceMinor, currency, quantity }) => {
      const position = positions.get(eventId) ?? 0;
      positions.set(eventId, position + 1);
      return {
        id,
        eventId,
        name,
        description,
        priceMinor: BigInt(priceMinor),
        currency,
        quantity,
        position,
        createdAt: now,
        updatedAt: now,
      };
    }),
    skipDuplicates: true,
  });
  return count;
}

async function seedSales(tx: Tx, sales: readonly Sale[]): Promise<void> {
  if (sales.length === 0) return;
  await tx.order.createMany({ data: sales.map(({ order: { refundSteps: _none, billTo: _nobody, ...order } }) => order) });
  await tx.orderItem.createMany({ data: sales.flatMap(({ items }) => items) });
  await tx.ticket.createMany({ data: sales.flatMap(({ tickets }) => tickets) });
  await tx.$executeRaw`
    UPDATE ticket_tiers t SET sold = t.sold + n.sold
    FROM (SELECT tier_id, COUNT(*)::int AS sold FROM tickets WHERE order_id = ANY(${sales.map(({ order }) => order.id)}::uuid[]) GROUP BY 1) n
    WHERE t.id = n.tier_id`;
  const charged = sales.flatMap(({ charge }) => charge ?? []);
  await tx.sandboxIntent.createMany({ data: charged.map(({ intent }) => intent) });
  await tx.sandboxCharge.createMany({ data: charged.map(({ line }) => line) });
  await tx.payment.createMany({ data: charged.map(({ payment }) => payment) });
  await tx.revenueShare.createMany({ data: charged.map(({ share }) => share) });
  await postCharges(tx, charged);
}

/** As the facts would be taken in, for sales that were not told of yet: they are told of next. */
async function takeGrants(tx: Tx, grants: readonly SeedGrant[]): Promise<void> {
  if (grants.length === 0) return;
  await tx.$executeRaw`
    UPDATE event_sales s SET grant_version = g.version, wanted = g.places,
      granted = CASE WHEN g.places IS NULL THEN NULL ELSE GREATEST(g.places, s.taken) END
    FROM jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) AS g("eventId" uuid, version int, places int)
    WHERE s.event_id = g."eventId" AND s.version = 0`;
}

/** Tells what is sold of each event, so that events grants places for it, and then of each order. */
async function tellOf(tx: Tx, eventIds: readonly string[], sales: readonly Sale[]): Promise<void> {
  if (eventIds.length === 0) return;
  const ids = [...eventIds];
  // What was seeded is granted as far as it is taken; events answers with the rest.
  const rows = await tx.$queryRaw<EventSales[]>`
    UPDATE event_sales s SET version = s.version + 1, taken = n.taken,
      granted = CASE WHEN s.granted IS NULL THEN NULL ELSE GREATEST(s.granted, n.taken) END
    FROM (SELECT event_id, SUM(sold + held)::int AS taken FROM ticket_tiers WHERE event_id = ANY(${ids}::uuid[]) GROUP BY 1) n
    WHERE s.event_id = n.event_id
    RETURNING s.event_id AS "eventId", version, ticketed, s.taken, grant_version AS "grantVersion", wanted, granted, updated_at AS "updatedAt"`;
  const tiers = await tx.ticketTier.findMany({ where: { eventId: { in: ids } }, orderBy: { position: 'asc' } });
  const tiersOf = new Map<string, typeof tiers>();
  for (const tier of tiers) tiersOf.set(tier.eventId, [...(tiersOf.get(tier.eventId) ?? []), tier]);
  const headers = { correlationId: 'seed' };
  // Sales are told at once: what was not granted yet cannot be bought before events has answered. Orders are history.
  await appendAll(tx, [...rows.map((row) => ({ ...salesChanged(row, tiersOf.get(row.eventId)!), headers })), ...inBulk(sales.map(factOf))]);
}
