import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { startWorld, type Tier, type World } from './world';

const FIELDS = `{ day tier { name } codes channel orders ticketsSold ticketsReturned
  paid { amountMinor currency } returned { amountMinor } tax { amountMinor } fees { amountMinor } earned { amountMinor } }`;
const WAYS = ['DAY', 'TIER', 'CODE', 'CHANNEL'] as const;
const GIFT = `mutation($input: GiveTicketsInput!) { giveTickets(input: $input) { __typename } }`;
const SET_TAX = `mutation($input: SetEventTaxInput!) { setEventTax(input: $input) { __typename } }`;
const CODE = `mutation($input: CreatePromoCodeInput!) { createPromoCode(input: $input) { __typename } }`;
const GOODWILL = `mutation($input: GiveMoneyBackInput!) { giveMoneyBack(input: $input) { __typename } }`;
const CHECKOUT = `mutation($input: CheckoutInput!) { checkout(input: $input) { __typename ... on UserError { message } ... on CheckoutSuccess { order { id } payment { id } } } }`;

const report = async (world: World, by: Viewer | null, tier: Tier, way: string): Promise<Data[] | null> =>
  (await world.entity(by, { __typename: 'Event', id: tier.event.eventId }, `{ salesReport(by: ${way}) ${FIELDS} }`)).data!._entities[0]
    .salesReport;
const AMOUNTS = ['paid', 'returned', 'tax', 'fees', 'earned'] as const;
const sums = (rows: Data[]) =>
  Object.fromEntries([
    ...AMOUNTS.map((part) => [part, rows.reduce((sum, row) => sum + row[part].amountMinor, 0)]),
    ...['ticketsSold', 'ticketsReturned'].map((part) => [part, rows.reduce((sum, row) => sum + row[part], 0)]),
  ]) as Record<string, number>;

/** Two tiers with tax on top, a code, a gift, a day between sale and return, part of an order that went back, goodwill, and a payment that a bank calls back. */
async function aSeason(world: World): Promise<{ tier: Tier; organiser: Viewer }> {
  const tier = await world.aTier({ price: 1_005, quantity: 50 });
  const { organiser } = tier;
  const balcony = await world.aTier({ event: tier.event, organiser, price: 777, name: 'Balcony', quantity: 50 });
  const eventId = tier.event.eventId;
  await world.run(organiser, SET_TAX, { input: { eventId, tax: { name: 'HST', basisPoints: 1_300, mode: 'EXCLUSIVE' } } });
  await world.run(organiser, CODE, { input: { eventId, code: 'Half', kind: 'PERCENT', basisPoints: 5_000 } });
  const buy = async (items: object[], method = 'pm_card_visa', promoCodes: string[] = []) => {
    const buyer = aViewer();
    const { payment } = (await world.run(buyer, CHECKOUT, { input: { items, promoCodes } })).checkout;
    return { buyer, order: (await world.confirm(buyer, payment.id, method)).order! };
  };
  const both = await buy([
    { tierId: tier.id, quantity: 3 },
    { tierId: balcony.id, quantity: 2 },
  ]);
  await buy([{ tierId: tier.id, quantity: 2 }], 'pm_card_visa', ['half']);
  await buy([{ tierId: balcony.id, quantity: 1 }], 'pm_card_dispute');
  await world.subgraph.runJob('find-disputes');
  await world.run(organiser, GIFT, { input: { tierId: tier.id, quantity: 2 } });
  world.clock.advance(86_400_000);
  const seat = both.order.tickets.find((ticket) => ticket.tier?.name === 'Balcony')!;
  await world.refund(both.buyer, { orderId: both.order.id, ticketIds: [seat.id] });
  await world.run(organiser, GOODWILL, { input: { orderId: both.order.id, amountMinor: 101, reason: 'Late' } });
  await buy([{ tierId: balcony.id, quantity: 4 }]);
  return { tier, organiser };
}

describe('reports of sales (P20)', () => {
  it('say the same by day, tier, code and channel: what was paid, less what went back, is tax, fees and earnings exactly', async () => {
    const world = await startWorld();
    const { tier, organiser } = await aSeason(world);
    const all = await Promise.all(WAYS.map(async (way) => (await report(world, organiser, tier, way))!));
    for (const rows of all)
      for (const row of rows) {
        const [paid, returned, ...parts] = AMOUNTS.map((part) => row[part].amountMinor as number) as [number, number, ...number[]];
        expect(paid - returned).toBe(parts.reduce((sum, part) => sum + part, 0));
      }
    const [byDay, byTier, byCode, byChannel] = all as [Data[], Data[], Data[], Data[]];
    for (const rows of [byTier, byCode, byChannel]) expect(sums(rows)).toEqual(sums(byDay));
    expect(byDay.map(({ day, ticketsSold, ticketsReturned }) => [day, ticketsSold, ticketsReturned])).toEqual([
      ['2026-11-21', 10, 0],
      ['2026-11-22', 4, 1],
    ]);
    expect(byTier.map((row) => [row.tier.name, row.ticketsSold, row.ticketsReturned]).sort()).toEqual([
      ['Balcony', 7, 1],
      ['Evening', 7, 0],
    ]);
    expect(byCode.map((row) => [row.codes, row.orders, row.ticketsSold])).toEqual([
      [[], 4, 12],
      [['HALF'], 1, 2],
    ]);
    expect(byChannel.map((row) => [row.channel, row.orders, row.paid.amountMinor > 0])).toEqual([
      ['CHECKOUT', 4, true],
      ['COMPLIMENTARY', 1, false],
    ]);
    const owed = async (account: string) =>
      -((await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0);
    expect([sums(byDay).earned, sums(byDay).tax]).toEqual([await owed('CREATOR_PAYABLE'), await owed('TAX_PAYABLE')]);
    const [orders] = await world.sql<{ paid: string }>('SELECT sum(total_minor) AS paid FROM orders WHERE paid_at IS NOT NULL');
    expect(sums(byTier).paid).toBe(Number(orders!.paid));
  });

  it('are for those with the right to report, and empty before anything is sold', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    expect(await report(world, tier.organiser, tier, 'TIER')).toEqual([]);
    await world.buy(aViewer(), tier.id);
    expect([await report(world, aViewer(), tier, 'DAY'), await report(world, null, tier, 'DAY')]).toEqual([null, null]);
    expect(await report(world, tier.organiser, tier, 'DAY')).toHaveLength(1);
  });

  it('cost as many statements however much was sold', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 50 });
    const count = () => world.statements(() => report(world, tier.organiser, tier, 'DAY'));
    await world.buy(aViewer(), tier.id);
    const before = await count();
    for (let n = 0; n < 5; n++) await world.buy(aViewer(), tier.id);
    expect(await count()).toBe(before);
  });
});
