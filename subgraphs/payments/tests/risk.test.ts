import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { print } from 'graphql';
import pg from 'pg';
import type { Database } from '../src/db';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { ConfirmPaymentDocument, OrderInspectionsDocument, type ConfirmPaymentMutation } from './generated/documents';
import { altered } from './processors';
import { admin, outcome, startWorld, type Outcome, type Tier, type World, type WorldOptions } from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ON = { RISK_CHECKS: 'on' };

type Confirmed = Outcome<ConfirmPaymentMutation['confirmPayment']>;

/** Somebody whose account is so old; users has told of them. */
async function aBuyer(world: World, { ageMs = 400 * DAY, limited = false } = {}): Promise<Viewer> {
  const viewer = aViewer();
  const at = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
  const told = { userId: viewer.id, version: 1, active: true, points: 0, reputation: 0 };
  await world.tell('user.updated', viewer.id, { ...told, registeredAt: at(-ageMs), limitedUntil: limited ? at(DAY) : null });
  return viewer;
}

/** Pays from a network, as the gateway tells it. */
async function payFrom(world: World, ip: string | undefined, buyer: Viewer, paymentId: string, paymentMethod: string): Promise<Confirmed> {
  const variables = { input: { paymentId, paymentMethod } };
  const caller = { viewer: buyer, correlationId: 'test', ...(ip ? { ip } : {}) };
  const answer = JSON.parse(JSON.stringify(await world.subgraph.execute({ query: print(ConfirmPaymentDocument), variables, caller })));
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return outcome(answer.data.confirmPayment) as Confirmed;
}

const HOME = '198.51.100.7';
const order = async (world: World, buyer: Viewer, tier: Tier, quantity = 1) =>
  (await world.checkout(buyer, [{ tierId: tier.id, quantity }])).payment!.id;
const buy = async (
  world: World,
  buyer: Viewer,
  tier: Tier,
  { method = 'pm_card_visa', quantity = 1, ip = HOME as string | undefined } = {},
) => payFrom(world, ip, buyer, await order(world, buyer, tier, quantity), method);
const judged = (world: World, buyer: Viewer) =>
  world.sql<{ action: string; reasons: string[]; score: number; origin: string | null; card: string | null }>(
    'SELECT action, reasons, score, origin, card FROM risk_assessments WHERE user_id = $1 ORDER BY created_at, score',
    [buyer.id],
  );

describe('how risky a payment is (P18)', () => {
  let world: World;
  let tier: Tier;
  beforeAll(async () => {
    world = await startWorld({ settings: ON });
    tier = await world.aTier({ price: 12_000, quantity: 1_000 });
  });

  it('does not concern somebody who was here before, with a card and a network of their own', async () => {
    const buyer = await aBuyer(world);
    const cheap = await world.aTier({ price: 1_000 });
    expect(await buy(world, buyer, cheap, { method: 'pm_card_visa.own' })).toMatchObject({ order: { status: 'PAID' } });
    expect(await judged(world, buyer)).toMatchObject([{ action: 'ALLOW', reasons: [] }]);
  });

  it('lets the bank see its customer first where it is more than usual', async () => {
    const buyer = await aBuyer(world, { ageMs: HOUR / 2 });
    const dear = await world.aTier({ price: 15_000 });
    const paymentId = await order(world, buyer, dear);
    expect(await payFrom(world, HOME, buyer, paymentId, 'pm_card_visa.new')).toMatchObject({ __typename: 'PaymentActionRequired' });
    expect(await judged(world, buyer)).toMatchObject([{ action: 'STEP_UP' }]);
  });

  it('has people look at what is riskier, who see why', async () => {
    const buyer = await aBuyer(world, { ageMs: HOUR / 2, limited: true });
    const dear = await world.aTier({ price: 11_600 });
    expect(await buy(world, buyer, dear, { method: 'pm_card_visa.suspect' })).toMatchObject({ order: { status: 'AWAITING_PAYMENT' } });
    const { nodes } = (await world.run(admin, OrderInspectionsDocument, { openOnly: true, first: 50 })).orderInspections;
    const seen = nodes.find((one) => one.buyer?.id === buyer.id)!;
    expect(seen.reasons).toEqual(expect.arrayContaining(['NEW_ACCOUNT', 'LIMITED_ACCOUNT']));
    expect(seen.score).toBeGreaterThan(0.5);
  });

  it('is refused where it is riskier still, in the same words for everybody, and nothing is charged', async () => {
    const buyer = await aBuyer(world, { ageMs: HOUR / 2, limited: true });
    const refused = await buy(world, buyer, tier, { method: 'pm_card_visa.stolen', quantity: 10 });
    expect(refused).toEqual({
      __typename: 'PaymentRefused',
      code: 'NOT_ALLOWED_NOW',
      message: 'This payment cannot be accepted right now. Nothing was charged. Wait for a while before you try again.',
      ...{ nextStep: 'REPEAT', retryable: true },
    });
    const [row] = await judged(world, buyer);
    expect(row).toMatchObject({ action: 'REFUSE' });
    expect(row!.reasons).toContain('NEW_ACCOUNT');
    expect(await world.sql('SELECT 1 FROM sandbox_charges c JOIN payments p ON p.processor_ref = c.intent_id JOIN orders o ON o.id = p.order_id WHERE o.user_id = $1', [buyer.id])).toEqual([]); // prettier-ignore
  });

  it('keeps no places from others where it is refused', async () => {
    const buyer = await aBuyer(world, { ageMs: HOUR / 2, limited: true });
    const small = await world.aTier({ price: 12_000, quantity: 10 });
    const paymentId = await order(world, buyer, small, 10);
    world.clock.advance(15 * 60_000);
    await world.subgraph.runJob('expire-holds');
    expect(await world.remaining(small.id)).toBe(10);
    expect(await payFrom(world, HOME, buyer, paymentId, 'pm_card_visa.stolen')).toMatchObject({ __typename: 'PaymentRefused' });
    expect(await world.remaining(small.id)).toBe(10);
  });

  it('that came without a try of ours is judged, too, and inspected where one was refused', async () => {
    const buyer = await aBuyer(world, { ageMs: HOUR / 2, limited: true });
    const paymentId = await order(world, buyer, tier, 10);
    expect(await payFrom(world, HOME, buyer, paymentId, 'pm_card_visa.stolen')).toMatchObject({ __typename: 'PaymentRefused' });
    const [{ ref }] = (await world.sql<{ ref: string }>('SELECT processor_ref AS ref FROM payments WHERE id = $1', [paymentId])) as [
      { ref: string },
    ];
    const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 });
    await new SandboxProcessor(pool, world.clock).confirm({ ref, method: 'pm_card_visa', key: 'by the client secret' });
    await pool.end();
    world.clock.advance(120_000);
    await world.subgraph.runJob('carry-on-payments');
    const { nodes } = (await world.run(admin, OrderInspectionsDocument, { openOnly: true, first: 50 })).orderInspections;
    expect(nodes.find((one) => one.buyer?.id === buyer.id)).toMatchObject({ status: 'OPEN' });
    expect(await world.sql('SELECT 1 FROM tickets t JOIN payments p USING (order_id) WHERE p.id = $1', [paymentId])).toEqual([]);
  });

  it('counts codes that were guessed, at the checkout and before', async () => {
    const buyer = await aBuyer(world, { ageMs: 3 * HOUR });
    for (let n = 0; n < 3; n++)
      await world.run(buyer, `query($eventId: ID!) { validatePromoCode(eventId: $eventId, code: "GUESS${n}") { code } }`, {
        eventId: tier.event.eventId,
      });
    const query = 'mutation($input: CheckoutInput!) { checkout(input: $input) { __typename } }';
    const input = { items: [{ tierId: tier.id, quantity: 1 }], promoCodes: ['GUESSED'] };
    expect((await world.run(buyer, query, { input })).checkout.__typename).toBe('PromoRefused');
    expect(await world.sql('SELECT 1 FROM tried_codes WHERE user_id = $1', [buyer.id])).toHaveLength(4);
    await buy(world, buyer, tier, { method: 'pm_card_visa.codes' });
    expect((await judged(world, buyer))[0]!.reasons).toContain('TRIED_CODES');
  });

  it('keeps neither address nor card in clear, and neither for more than thirty days, nor of whoever is erased', async () => {
    const [kept, erased] = [await aBuyer(world), await aBuyer(world)];
    for (const buyer of [kept, erased]) await buy(world, buyer, tier, { method: `pm_card_visa.${buyer.id}`, ip: '203.0.113.9' });
    const rows = await judged(world, kept);
    expect(rows[0]).toMatchObject({ origin: expect.any(String), card: expect.any(String) });
    expect(JSON.stringify(await world.sql('SELECT * FROM risk_assessments'))).not.toMatch(/203\.0\.113|pm_card/);
    await world.tell('user.erased', erased.id, { userId: erased.id });
    expect(await judged(world, erased)).toEqual([]);
    world.clock.advance(30 * DAY + HOUR);
    await world.subgraph.runJob('forget-old-tries');
    expect(await judged(world, kept)).toEqual([]);
    expect(await world.sql('SELECT 1 FROM tried_codes')).toEqual([]);
  });

  it('is judged nowhere but in production unless it is switched on, and nobody fails to pay because a processor tells nothing of a card', async () => {
    const quiet = await startWorld();
    const anybody = await aBuyer(quiet, { ageMs: 0, limited: true });
    expect(await buy(quiet, anybody, await quiet.aTier({ price: 90_000 }))).toMatchObject({ order: { status: 'PAID' } });
    expect(await judged(quiet, anybody)).toEqual([]);
    const silent = await startWorld({
      settings: ON,
      processor: ({ db, clock }) =>
        altered(new SandboxProcessor(db.pool, clock), { describeMethod: () => Promise.reject(new Error('not reachable')) }),
    });
    const buyer = await aBuyer(silent);
    expect(await buy(silent, buyer, await silent.aTier())).toMatchObject({ order: { status: 'PAID' } });
    expect(await judged(silent, buyer)).toMatchObject([{ card: null }]);
  });
});

describe('cards that are tried until one works', () => {
  const DECLINED = 'pm_card_declined';

  /** Orders of one place each, of different events. */
  async function orders(world: World, buyers: readonly Viewer[]): Promise<string[]> {
    const ids: string[] = [];
    for (const buyer of buyers) ids.push(await order(world, buyer, await world.aTier({ price: 1_000 })));
    return ids;
  }

  it('by one account are slowed down after the third, and stopped after the eighth', async () => {
    const world = await startWorld({ settings: ON });
    const buyer = await aBuyer(world);
    const tier = await world.aTier({ price: 1_000 });
    const paymentId = await order(world, buyer, tier);
    const again = async (card: string) => (await payFrom(world, HOME, buyer, paymentId, `${DECLINED}.${card}`)).__typename;
    expect([await again('a'), await again('b'), await again('c')]).toEqual(Array(3).fill('PaymentDeclined'));
    expect(await again('d')).toBe('PaymentRefused');
    for (let n = 0; n < 5; n++) {
      world.clock.advance(15_000 * 2 ** n);
      expect([n, await again(`e${n}`)]).toEqual([n, 'PaymentDeclined']);
      expect([n, await again(`f${n}`)]).toEqual([n, 'PaymentRefused']);
    }
    world.clock.advance(30 * 60_000);
    expect(await again('g')).toBe('PaymentRefused');
    // Nobody is shut out for good.
    world.clock.advance(HOUR);
    expect((await buy(world, buyer, tier, { method: 'pm_card_visa.good' })).__typename).not.toBe('PaymentRefused');
  });

  it('with one card over many accounts, and by many accounts from one network, are stopped as well; others are not', async () => {
    const world = await startWorld({ settings: ON });
    const buyers = await Promise.all(Array.from({ length: 30 }, () => aBuyer(world)));
    const ids = await orders(world, buyers);
    const pay = async (n: number, ip: string, method: string) => (await payFrom(world, ip, buyers[n]!, ids[n]!, method)).__typename;
    for (let n = 0; n < 3; n++) expect(await pay(n, `192.0.${n}.1`, `${DECLINED}.one`)).toBe('PaymentDeclined');
    expect(await pay(3, '192.0.3.1', `${DECLINED}.one`)).toBe('PaymentRefused');
    expect(await pay(3, '192.0.3.1', 'pm_card_visa.other')).toBe('ConfirmPaymentSuccess');
    for (let n = 10; n < 20; n++) expect([n, await pay(n, HOME, `${DECLINED}.n${n}`)]).not.toEqual([n, 'ConfirmPaymentSuccess']);
    expect(await pay(20, HOME, 'pm_card_visa.n20')).toBe('PaymentRefused');
    expect(await pay(20, '192.0.20.1', 'pm_card_visa.n20')).toBe('ConfirmPaymentSuccess');
  });

  /** One account tries as many cards at once as it has orders. Returns how often the bank was asked. */
  async function rush(options: WorldOptions = {}): Promise<number> {
    let asked = 0;
    const world = await startWorld({
      settings: ON,
      ...options,
      processor: ({ db, clock }) => {
        const sandbox = new SandboxProcessor(db.pool, clock);
        return altered(sandbox, { confirm: (request) => (asked++, sandbox.confirm(request)) });
      },
    });
    const buyer = await aBuyer(world);
    const ids = await orders(
      world,
      Array.from({ length: 12 }, () => buyer),
    );
    await Promise.all(ids.map((id) => payFrom(world, HOME, buyer, id, `${DECLINED}.${randomUUID()}`)));
    return asked;
  }

  it('all at once are no more than one after the other', async () => expect(await rush()).toBe(3));

  it('control: without the lock they are', async () => {
    const meet = meetingOf(6);
    const after = (statement: string) => (/ AS "ofAccount"/.test(statement) ? meet() : undefined);
    expect(await rush({ db: (own: Database) => withoutLocks(watched(own, { after })) })).toBeGreaterThan(3);
  });
});
