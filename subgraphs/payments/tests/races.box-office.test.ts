import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { sell } from './box-office';
import { startWorld, type World } from './world';

const PLACES = 5;
const EACH = 12;

/** What the lock protects against: the counter and the web read the same stock, and then both take from it. */
const withoutLock = (db: Database): Database => {
  const meet = meetingOf(PLACES + 2);
  return withoutLocks(watched(db, { after: (statement) => (/ AS free FROM ticket_tiers/.test(statement) ? meet() : undefined) }));
};

/** The counter and the web want the last places at once. */
async function rush(world: World) {
  const tier = await world.aTier({ quantity: PLACES, price: 0 });
  const query = `mutation($input: CheckoutInput!) { checkout(input: $input) { __typename } }`;
  const online = Array.from({ length: EACH }, async () => {
    const { data } = await world.execute(aViewer(), query, { input: { items: [{ tierId: tier.id, quantity: 1 }] } });
    return data?.checkout?.__typename as string;
  });
  const counter = `mutation($input: SellAtBoxOfficeInput!) { sellAtBoxOffice(input: $input) { __typename } }`;
  const sold = Array.from({ length: EACH }, async (_, n) => {
    const input = { items: [{ tierId: tier.id, quantity: 1 }], tender: 'CASH', guestName: `Guest ${n}` };
    return (await world.execute(tier.organiser, counter, { input })).data?.sellAtBoxOffice?.__typename as string;
  });
  const answers = await Promise.all([...online, ...sold]);
  const tickets = await world.sql('SELECT 1 FROM tickets WHERE tier_id = $1', [tier.id]);
  return { won: answers.filter((one) => one?.endsWith('Success')).length, tickets: tickets.length };
}

describe('the counter and the web want the last places at once', () => {
  it('sells exactly those', async () => {
    const world = await startWorld();
    expect(await rush(world)).toEqual({ won: PLACES, tickets: PLACES });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('control: without the lock and the constraint more are sold', async () => {
    const world = await startWorld({ db: withoutLock });
    await world.sql('ALTER TABLE ticket_tiers DROP CONSTRAINT ticket_tiers_never_oversold');
    expect((await rush(world)).tickets).toBeGreaterThan(PLACES);
  });
});

const REFUND = `mutation($input: RefundOrderInput!) { refundOrder(input: $input) { __typename } }`;
const UNDO = `mutation($input: UndoBoxOfficeSaleInput!) { undoBoxOfficeSale(input: $input) { __typename } }`;

/** A refund and an undoing of one sale, which both see it paid. Returns what each of them heard. */
async function takeBack(world: World, ready = () => {}): Promise<string[]> {
  const tier = await world.aTier();
  const { order } = await sell(world, tier.organiser, tier, {}, 2);
  ready();
  const answers = await Promise.all([REFUND, UNDO].map((query) => world.execute(tier.organiser, query, { input: { orderId: order!.id } })));
  const heard = answers.map(({ data, errors }) => {
    const result = (data?.refundOrder ?? data?.undoBoxOfficeSale) as { __typename: string } | undefined;
    return result?.__typename.replace(/^(RefundOrder|UndoBoxOfficeSale)/, '') ?? String(errors?.[0]?.extensions?.code);
  });
  expect(await world.sql('SELECT status FROM refunds WHERE order_id = $1', [order!.id])).toHaveLength(1);
  return heard.sort();
}

describe('a sale that is undone and refunded at once', () => {
  it('is given back once, and the other is refused', async () => {
    const world = await startWorld();
    expect(await takeBack(world)).toEqual(['NotRefundable', 'Success']);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('control: without the order’s lock the constraints still hold, but the other fails where it should be refused', async () => {
    const meet = meetingOf(2);
    // Both have read which tickets are valid before either takes one.
    let isSold = false;
    const meeting = (statement: string) => (isSold && statement === 'ticket.findMany' ? meet() : undefined);
    const world = await startWorld({ db: (db) => withoutLocks(watched(db, { after: meeting })) });
    expect(await takeBack(world, () => (isSold = true))).toEqual(['INTERNAL_SERVER_ERROR', 'Success']);
  });
});
