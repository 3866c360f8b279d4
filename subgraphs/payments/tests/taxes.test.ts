import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { startWorld, type Tier, type World } from './world';

const RATES = `mutation($input: SetTaxRatesInput!) { setTaxRates(input: $input) { __typename ... on UserError { message } ... on SetTaxRatesSuccess { rates { city name basisPoints mode } } } }`;
const EVENT = `mutation($input: SetEventTaxInput!) { setEventTax(input: $input) { __typename ... on UserError { message } ... on SetEventTaxSuccess { tax { name basisPoints mode } } } }`;
const ORDER = `query($id: ID!) { order(id: $id) { total { amountMinor } taxTotal { amountMinor } grossRevenueShare { tax { amountMinor } total { amountMinor } }
  items { quantity unitPrice { amountMinor } taxName taxBasisPoints taxMode tax { amountMinor } } } }`;
const HST = { name: 'HST', basisPoints: 1_300, mode: 'EXCLUSIVE' };

const setRates = async (world: World, by: Viewer, rates: object[], more: object = {}) =>
  (await world.run(by, RATES, { input: { rates, ...more } })).setTaxRates;
const setOfEvent = async (world: World, by: Viewer, tier: Tier, tax: object | null) =>
  (await world.run(by, EVENT, { input: { eventId: tier.event.eventId, tax } })).setEventTax;
const orderOf = async (world: World, by: Viewer, id: string) => (await world.run(by, ORDER, { id })).order;
const tierOf = async (world: World, tier: Tier) =>
  (
    await world.entity(
      null,
      { __typename: 'TicketTier', id: tier.id },
      '{ price { amountMinor } priceWithTax { amountMinor } tax { name basisPoints mode } }',
    )
  ).data!._entities[0];
const inCity = (city: string) => ({ venue: { id: randomUUID(), name: 'Hall', city, latitude: null, longitude: null } });

describe('taxes', () => {
  it('are those of the place, of everywhere else, or of the event; everybody sees what they pay before they buy', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    const in_ = async (city: string) =>
      world.aTier({ organiser, price: 1_000, event: await world.anEvent({ creatorId: organiser.id, ...inCity(city) }) });
    const [toronto, calgary] = [await in_('Toronto'), await in_('Calgary')];
    expect(await tierOf(world, toronto)).toMatchObject({ tax: null, priceWithTax: { amountMinor: 1_000 } });
    const rates = [
      { city: 'TORONTO', ...HST },
      { name: 'GST', basisPoints: 500, mode: 'INCLUSIVE' },
    ];
    expect(await setRates(world, organiser, rates)).toMatchObject({
      rates: [
        { city: 'TORONTO', ...HST },
        { city: null, ...rates[1] },
      ],
    });
    expect(await tierOf(world, toronto)).toMatchObject({ tax: HST, price: { amountMinor: 1_000 }, priceWithTax: { amountMinor: 1_130 } });
    expect(await tierOf(world, calgary)).toMatchObject({ tax: rates[1], priceWithTax: { amountMinor: 1_000 } });
    expect(await setOfEvent(world, organiser, calgary, { name: 'Charity', basisPoints: 0, mode: 'EXEMPT' })).toMatchObject({
      tax: { mode: 'EXEMPT' },
    });
    expect(await tierOf(world, calgary)).toMatchObject({ tax: { name: 'Charity' } });
    expect(await setOfEvent(world, organiser, calgary, null)).toMatchObject({ tax: { name: 'GST' } });
    const buyer = aViewer();
    expect(await orderOf(world, buyer, (await world.buy(buyer, calgary.id)).id)).toMatchObject({
      total: { amountMinor: 1_000 },
      taxTotal: { amountMinor: 48 },
    });
  });

  it('on top are paid, kept with the order, posted, and go back with the tickets to the cent', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 1_005 });
    const balcony = await world.aTier({ event: tier.event, organiser: tier.organiser, price: 777, name: 'Balcony' });
    await setOfEvent(world, tier.organiser, tier, HST);
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [
      { tierId: tier.id, quantity: 3 },
      { tierId: balcony.id, quantity: 1 },
    ]);
    // 3 × 10.05 + 7.77 = 37.92, and 13 % of it.
    expect(payment!.amount.amountMinor).toBe(3_792 + 493);
    // What is charged later is another order's.
    await setOfEvent(world, tier.organiser, tier, { ...HST, basisPoints: 500 });
    await world.confirm(buyer, payment!.id);
    const paid = await orderOf(world, buyer, order.id);
    expect(paid).toMatchObject({ total: { amountMinor: 4_285 }, taxTotal: { amountMinor: 493 } });
    expect(paid.items.map(({ tax }: { tax: { amountMinor: number } }) => tax.amountMinor)).toEqual([392, 101]);
    expect(paid.items[0]).toMatchObject({ unitPrice: { amountMinor: 1_005 }, taxName: 'HST', taxBasisPoints: 1_300, taxMode: 'EXCLUSIVE' });
    expect((await orderOf(world, tier.organiser, order.id)).grossRevenueShare).toEqual({
      tax: { amountMinor: 493 },
      total: { amountMinor: 4_285 },
    });
    const taxes = async () => (await world.health()).balances.find(({ account }) => account === 'TAX_PAYABLE')?.balanceMinor;
    expect(await taxes()).toBe(-493);
    const prices = await world.sql<{ price: number }>('SELECT unit_price_minor::int AS price FROM tickets ORDER BY 1');
    expect(prices.map(({ price }) => price)).toEqual([878, 1_135, 1_136, 1_136]);
    for (const { id } of order.tickets) expect(id).toBeTruthy();
    const ids = (await world.sql<{ id: string }>('SELECT id FROM tickets ORDER BY unit_price_minor')).map(({ id }) => id);
    for (const id of ids) await world.refund(buyer, { orderId: order.id, ticketIds: [id] });
    await world.subgraph.runJob('make-refunds');
    expect(await taxes()).toBe(0);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it.each(['EXEMPT', 'REVERSE_CHARGE'])('of none (%s) are none, and the order says why', async (mode) => {
    const world = await startWorld({ settings: { TAX_BASIS_POINTS: '1300' } });
    const tier = await world.aTier();
    const buyer = aViewer();
    expect(await orderOf(world, buyer, (await world.buy(buyer, tier.id)).id)).toMatchObject({ taxTotal: { amountMinor: 288 } });
    await setOfEvent(world, tier.organiser, tier, { name: 'None', basisPoints: 0, mode });
    expect(await orderOf(world, buyer, (await world.buy(buyer, tier.id)).id)).toMatchObject({
      total: { amountMinor: 2_500 },
      taxTotal: { amountMinor: 0 },
      items: [{ taxMode: mode, tax: { amountMinor: 0 } }],
    });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('are said by who sells, and by nobody else; who was erased leaves none', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const organizationId = randomUUID();
    const [owner, staff] = [aViewer(), aViewer()];
    for (const [viewer, role] of [
      [owner, 'OWNER'],
      [staff, 'STAFF'],
    ] as const)
      await world.tell('organization.member_changed', organizationId, { organizationId, userId: viewer.id, version: 1, role });
    expect(await setRates(world, owner, [HST], { organizationId })).toMatchObject({ rates: [HST] });
    expect(await setRates(world, staff, [HST], { organizationId })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await setRates(world, aViewer(), [HST], { organizationId })).toMatchObject({ __typename: 'NotFound' });
    const read = async (by: Viewer) =>
      (await world.run(by, 'query($id: ID) { taxRates(organizationId: $id) { name } }', { id: organizationId })).taxRates;
    expect([await read(owner), await read(staff), await read(aViewer())]).toEqual([[{ name: 'HST' }], null, null]);
    expect(await setOfEvent(world, aViewer(), tier, HST)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await setRates(world, owner, [{ ...HST, mode: 'EXEMPT' }])).toMatchObject({ __typename: 'InvalidInput' });
    expect(
      await setRates(world, owner, [
        { city: 'York', ...HST },
        { city: 'york', ...HST },
      ]),
    ).toMatchObject({ __typename: 'InvalidInput' });
    await setRates(world, owner, [HST]);
    await world.tell('user.erased', owner.id, { userId: owner.id });
    expect(await world.sql('SELECT 1 FROM tax_rates WHERE owner_id = $1', [owner.id])).toEqual([]);
  });

  /** Two owners say all rates at once. Returns how it ended, and whose rates there are. */
  async function bothSay(world: World) {
    const seller = aViewer();
    const say = (name: string) =>
      setRates(world, seller, [
        { ...HST, name },
        { ...HST, city: 'York', name },
      ]);
    const ended = await Promise.all(
      ['A', 'B'].map((name) =>
        say(name).then(
          ({ __typename }) => __typename as string,
          () => 'failed',
        ),
      ),
    );
    const rows = await world.sql<{ name: string }>('SELECT name FROM tax_rates WHERE owner_id = $1', [seller.id]);
    return { ended: ended.sort(), names: new Set(rows.map(({ name }) => name)).size, rows: rows.length };
  }

  it('are replaced as a whole by one of two who say them at once', async () => {
    const world = await startWorld();
    expect(await bothSay(world)).toEqual({ ended: ['SetTaxRatesSuccess', 'SetTaxRatesSuccess'], names: 1, rows: 2 });
  });

  it('control: without the lock, and the key behind it, there are those of both', async () => {
    const meet = meetingOf(2);
    // Both have taken away what was there before either writes.
    const meeting = (statement: string) => (statement === 'taxRate.deleteMany' ? meet() : undefined);
    const world = await startWorld({ db: (db) => withoutLocks(watched(db, { after: meeting })) });
    await world.sql('DROP INDEX tax_rates_owner_id_position_key');
    expect(await bothSay(world)).toEqual({ ended: ['SetTaxRatesSuccess', 'SetTaxRatesSuccess'], names: 2, rows: 4 });
  });
});
