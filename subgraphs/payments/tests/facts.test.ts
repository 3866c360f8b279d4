import { randomUUID } from 'node:crypto';
import { aViewer, eventually, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import type { TicketAtDoor, TicketReturnRequested } from '@marquee/schema/topics';
import type { Database } from '../src/db';
import { Door } from './fixtures/door';
import { OrderDocument, type OrderPartsFragment } from './generated/documents';
import { decided, eventChanged, startWorld, type World } from './world';

describe('what other subgraphs tell', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });

  it('late and repeated news of an event change nothing', async () => {
    const event = eventChanged(world.clock.now());
    const news = [
      { ...event, version: 1, title: 'First', status: 'DRAFT' as const },
      { ...event, version: 2, title: 'Second' },
      { ...event, version: 3, title: 'Third', visibility: 'PRIVATE' as const },
    ];
    const ids = news.map(() => randomUUID());
    for (const turn of [2, 0, 1, 2, 2, 0]) await world.tell('event.changed', event.eventId, news[turn], ids[turn]);
    expect(await world.sql('SELECT version, title, visibility FROM events WHERE id = $1', [event.eventId])).toEqual([
      { version: 3, title: 'Third', visibility: 'PRIVATE' },
    ]);
  });

  it('late news that a cancelled event was on show bring it back into sight', async () => {
    const tier = await world.aTier({ event: await world.anEvent({ status: 'DRAFT' }) });
    const told = { ...tier.event, version: 3, status: 'CANCELLED' as const };
    const seen = async () => (await world.entity(null, { __typename: 'TicketTier', id: tier.id }, '{ id }')).data!._entities[0];
    await world.tell('event.changed', tier.event.eventId, told);
    expect(await seen()).toBeNull();
    await world.tell('event.changed', tier.event.eventId, { ...told, version: 2, status: 'PUBLISHED' });
    expect(await seen()).toEqual({ id: tier.id });
    expect(await world.sql('SELECT version, status FROM events WHERE id = $1', [tier.event.eventId])).toEqual([
      { version: 3, status: 'CANCELLED' },
    ]);
  });

  it('the last approval of an event names its curator, in whatever order the decisions come', async () => {
    const event = await world.anEvent();
    const [first, second] = [randomUUID(), randomUUID()];
    const at = world.clock.now();
    const workflowId = randomUUID();
    const decisions = [
      decided(event, first, at, { workflowId, version: 1 }),
      decided(event, first, at, { workflowId, version: 2, status: 'FLAGGED' }),
      decided(event, second, new Date(at.getTime() + 1000), { version: 1 }),
    ];
    const curator = async () =>
      (await world.sql<{ curator_id: string | null }>('SELECT curator_id FROM event_curators WHERE event_id = $1', [event.eventId]))[0]
        ?.curator_id;
    const told = async (...turns: number[]) => {
      await world.sql('DELETE FROM event_curators');
      for (const turn of turns) await world.tell('curation.decided', event.eventId, decisions[turn]);
      return curator();
    };
    expect(await told(0)).toBe(first);
    expect(await told(0, 1)).toBeNull();
    expect(await told(1, 0)).toBeNull();
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 2, 0],
    ])
      expect(await told(...order)).toBe(second);
  });

  it('an erased person is a stranger in every row, while the books keep their amounts', async () => {
    const [organiser, curator, buyer] = [aViewer(), aViewer({ role: 'curator' }), aViewer()];
    const tier = await world.aTier({ organiser });
    await world.approve(tier.event, curator.id);
    const order = await world.buy(buyer, tier.id, 2);
    await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }], 'a key');
    await world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id], reason: 'I, Bea, fell ill' });
    const before = (await world.health()).balances;

    for (const { id } of [organiser, curator, buyer]) await world.tell('user.erased', id, { userId: id });
    const tables = await world.sql<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('outbox', 'people')`,
    );
    for (const { name } of tables) {
      for (const trace of [organiser.id, curator.id, buyer.id, 'fell ill']) {
        expect([name, await world.sql(`SELECT 1 FROM ${name} t WHERE t::text LIKE $1`, [`%${trace}%`])]).toEqual([name, []]);
      }
    }
    const { healthy, balances } = await world.health();
    expect(healthy).toBe(true);
    expect(balances).toEqual(before);
    const users = await world.sql(
      'SELECT DISTINCT user_id FROM orders o WHERE event_id = $1 UNION SELECT holder_id FROM tickets WHERE event_id = $1',
      [tier.event.eventId],
    );
    expect(users).toHaveLength(1);
    expect((await world.run(buyer, 'query($id: ID!) { order(id: $id) { id } }', { id: order.id })).order).toBeNull();
  });
});

describe('an event that is called off', () => {
  it('gives every buyer everything back, ends what is not paid yet, and says so once', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 30 });
    const free = await world.aTier({ event: tier.event, name: 'Press', price: 0 });
    const buyers = Array.from({ length: 8 }, () => aViewer());
    const paid: OrderPartsFragment[] = [];
    for (const buyer of buyers) paid.push(await world.buy(buyer, tier.id, 2));
    await world.buy(aViewer(), free.id, 1);
    await world.refund(buyers[0]!, { orderId: paid[0]!.id, ticketIds: [paid[0]!.tickets[0]!.id] });
    await world.refund(buyers[1]!, { orderId: paid[1]!.id });
    const open = await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 3 }]);

    const called = { ...tier.event, version: 2, status: 'CANCELLED' };
    await Promise.all([1, 2, 3].map(() => world.tell('event.changed', tier.event.eventId, called)));
    for (let n = 0; n < 2; n++) {
      await world.subgraph.runJob('refund-cancelled-events');
      await world.subgraph.runJob('make-refunds');
    }
    const statuses = await world.sql(`SELECT status, COUNT(*)::int AS n FROM orders GROUP BY 1 ORDER BY 1`);
    expect(statuses).toEqual([
      { status: 'REFUNDED', n: 9 },
      { status: 'CANCELLED', n: 1 },
    ]);
    expect(await world.sql('SELECT status FROM orders WHERE id = $1', [open.order.id])).toEqual([{ status: 'CANCELLED' }]);
    expect(await world.sql('SELECT sold, held FROM ticket_tiers ORDER BY position')).toEqual([
      { sold: 0, held: 0 },
      { sold: 0, held: 0 },
    ]);
    expect(await world.sql('SELECT SUM(amount_minor)::int AS kept FROM sandbox_charges')).toEqual([{ kept: 0 }]);
    // One fact for the part and one for the rest of the first order, one for each other paid order, the free one included.
    expect(await world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.refunded'`)).toHaveLength(10);
    const { healthy, balances } = await world.health();
    expect(healthy).toBe(true);
    for (const { balanceMinor } of balances) expect(balanceMinor).toBe(0);
  });

  describe('while somebody is just buying', () => {
    /**
     * A checkout has seen the event on sale and not yet committed; now the event is called off, and the job looks for orders to refund.
     * Returns what became of the order.
     */
    async function tell(without: (db: Database) => Database = (db) => db): Promise<string> {
      let arrive: () => void;
      let goOn: () => void;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const gate = new Promise<void>((resolve) => (goOn = resolve));
      const wait = (statement: string) => {
        if (!/ AS free FROM ticket_tiers/.test(statement)) return;
        arrive();
        return gate;
      };
      const world = await startWorld({ db: (db) => without(watched(db, { before: wait })) });
      const tier = await world.aTier({ price: 0 });
      const checkout = world.checkout(aViewer(), [{ tierId: tier.id, quantity: 1 }]);
      await arrived;
      let told = false;
      const telling = world
        .tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, status: 'CANCELLED' })
        .then(() => (told = true));
      await eventually(async () => {
        const waiting = await world.sql(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
        if (!told && waiting.length === 0) throw new Error('neither in nor waiting');
      });
      await world.subgraph.runJob('refund-cancelled-events');
      goOn!();
      await Promise.all([checkout, telling]);
      await world.subgraph.runJob('refund-cancelled-events');
      return (await world.sql<{ status: string }>('SELECT status FROM orders'))[0]!.status;
    }

    it('the news waits for the order, which is then refunded like the others', async () => {
      expect(await tell()).toBe('REFUNDED');
    });

    it('control: without the shared lock on the event the order is left behind, paid', async () => {
      expect(await tell(withoutLocks)).toBe('PAID');
    });
  });
});

describe('giving tickets back', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ settings: { ANSWER_WITHIN_MS: '300' } });
  });

  /** What the door was asked about an order. */
  const askedOf = async (orderId: string) => {
    const [asked] = await world.sql<{ payload: TicketReturnRequested }>(
      `SELECT payload FROM outbox WHERE topic = 'ticket.return_requested' AND payload ->> 'orderId' = $1`,
      [orderId],
    );
    return asked!.payload;
  };
  const tell = (news: TicketAtDoor) => world.tell('ticket.at_door', news.eventId, news);

  it('the buyer may until the event starts; after that its organiser and admins', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const [one, two] = [await world.buy(buyer, tier.id), await world.buy(buyer, tier.id)];
    expect((await world.refund(buyer, { orderId: one.id })).order.status).toBe('REFUNDED');
    world.clock.advance(14 * 86_400_000);
    expect(await world.refund(buyer, { orderId: two.id })).toMatchObject({
      __typename: 'NotRefundable',
      reason: 'TOO_LATE',
      status: 'PAID',
      refundableUntil: tier.event.startsAt,
      nextStep: 'ASK_ORGANISER',
    });
    // The door is open, so it is asked first.
    expect(await world.refund(tier.organiser, { orderId: two.id, reason: 'Rained off' })).toMatchObject({
      order: { status: 'PAID' },
      refund: { status: 'REQUESTED' },
    });
    for (const news of new Door(tier.event.eventId).answer(await askedOf(two.id))) await tell(news);
    await world.subgraph.runJob('make-refunds');
    expect((await world.run(tier.organiser, OrderDocument, { id: two.id })).order!.status).toBe('REFUNDED');
  });

  it('of one that was used waits for the door to answer this request', async () => {
    const tier = await world.aTier();
    const order = await world.buy(aViewer(), tier.id);
    const ticketId = order.tickets[0]!.id;
    const news = { eventId: tier.event.eventId, ticketId, at: world.clock.now().toISOString() };
    await tell({ ...news, version: 1, state: 'ADMITTED' });
    expect(await world.refund(tier.organiser, { orderId: order.id, includeUsed: true })).toMatchObject({ refund: { status: 'REQUESTED' } });
    const { refundId } = await askedOf(order.id);
    const seen = async () => (await world.run(tier.organiser, OrderDocument, { id: order.id })).order!;
    // The door takes the entry back by itself, then answers somebody else: of neither follows that it stays closed to this ticket.
    await tell({ ...news, version: 2, state: 'REVOKED' });
    expect(await seen()).toMatchObject({ status: 'PAID', tickets: [{ status: 'VALID' }] });
    await tell({ ...news, version: 3, state: 'REVOKED', refundId: randomUUID() });
    expect((await seen()).status).toBe('PAID');
    await tell({ ...news, version: 4, state: 'REVOKED', refundId });
    await world.subgraph.runJob('make-refunds');
    expect((await seen()).status).toBe('REFUNDED');
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('sends the money, frees the places, and takes the codes away', async () => {
    const tier = await world.aTier({ quantity: 3 });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 3);
    const part = await world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id, order.tickets[1]!.id] });
    expect(part).toMatchObject({
      order: { status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 5000 } },
      refund: { status: 'MADE', amount: { amountMinor: 5000, currency: 'CAD' } },
    });
    expect(part.order.tickets.map(({ status, code }: Data) => [status, code !== null]).sort()).toEqual([
      ['REFUNDED', false],
      ['REFUNDED', false],
      ['VALID', true],
    ]);
    expect(await world.remaining(tier.id)).toBe(2);
    expect(await world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id] })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'ticketIds',
    });
    expect((await world.refund(buyer, { orderId: order.id })).order).toMatchObject({
      status: 'REFUNDED',
      refundedTotal: { amountMinor: 7500 },
    });
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ __typename: 'NotRefundable', status: 'REFUNDED' });
    const facts = await world.sql<{ payload: Data }>(
      `SELECT payload FROM outbox WHERE topic = 'order.refunded' AND key = $1 ORDER BY sequence`,
      [order.id],
    );
    expect(facts.map(({ payload }) => [payload.status, payload.refundedTicketIds.length, payload.remainingTicketIds.length])).toEqual([
      ['PARTIALLY_REFUNDED', 2, 1],
      ['REFUNDED', 1, 0],
    ]);
  });

  it('of an order that cost nothing frees the places and moves no money', async () => {
    const tier = await world.aTier({ price: 0 });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ order: { status: 'REFUNDED' }, refund: null });
    expect(await world.remaining(tier.id)).toBe(10);
  });

  it('has one result for a repeated key, and refuses it for another order', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const [one, two] = [await world.buy(buyer, tier.id), await world.buy(buyer, tier.id)];
    const first = await world.refund(buyer, { orderId: one.id, idempotencyKey: 'k' });
    expect(await world.refund(buyer, { orderId: one.id, idempotencyKey: 'k' })).toMatchObject({
      __typename: 'RefundOrderSuccess',
      refund: first.refund,
    });
    expect(await world.refund(buyer, { orderId: two.id, idempotencyKey: 'k' })).toMatchObject({ __typename: 'KeyReused' });
  });

  it('is refused for what was never paid', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { order } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ __typename: 'NotRefundable', status: 'AWAITING_PAYMENT' });
  });
});
