import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { startWorld, type Tier, type World } from './world';

const DAY = 86_400_000;
const RANGE = '{ expected low high }';
const MONEY = '{ expected { amountMinor currency } low { amountMinor } high { amountMinor } }';
const FIELDS = `{ gap madeAt daysLeft ticketsSold tickets ${RANGE} revenue ${MONEY} sellOut { expected earliest latest } pastEvents
  tiers { tier { name } ticketsSold tickets ${RANGE} revenue ${MONEY} sellOut { expected earliest latest } }
  error { basis events percent revenuePercent withinPercent } }`;

const forecast = async (world: World, by: Viewer | null, { event }: Tier): Promise<Data | null> =>
  (await world.entity(by, { __typename: 'Event', id: event.eventId }, `{ salesForecast ${FIELDS} }`)).data!._entities[0].salesForecast;

/** Lets days pass, on each of which so many are sold of each of these events; the forecasts are made every day. */
async function sell(world: World, tiers: readonly Tier[], perDay: readonly number[]): Promise<void> {
  for (const quantity of perDay) {
    if (quantity > 0) await Promise.all(tiers.map((tier) => world.buy(aViewer(), tier.id, quantity)));
    await world.subgraph.runJob('forecast-sales');
    world.clock.advance(DAY);
  }
}

/** Events of one seller that were sold alike and are over, eight days after they went on sale. */
async function soldAlike(world: World, organiser: Viewer, count: number): Promise<void> {
  const tiers: Tier[] = [];
  for (let n = 0; n < count; n++) tiers.push(await anEventOnSale(world, organiser));
  await sell(world, tiers, [4, 3, 3, 3, 3, 4, 0, 0]);
}

/** The same, as it is kept. */
async function aPast(world: World, organiser: Viewer, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const startsAt = new Date(world.clock.now().getTime() - (3 + n) * DAY);
    const event = await world.anEvent({ creatorId: organiser.id, startsAt: startsAt.toISOString(), endsAt: startsAt.toISOString() });
    await world.sql(
      `INSERT INTO sales_curves (event_id, started_at, days, places, tickets, sold_by, revenue_minor) VALUES ($1, $2, 6, 50, 20, '{20,16,13,10,7,4,0}', 50000)`,
      [event.eventId, startsAt],
    );
  }
}

async function anEventOnSale(world: World, organiser: Viewer, quantity = 50): Promise<Tier> {
  const startsAt = new Date(world.clock.now().getTime() + 6 * DAY);
  const event = await world.anEvent({
    creatorId: organiser.id,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + DAY / 8).toISOString(),
  });
  return world.aTier({ event, organiser, quantity });
}

describe('what is expected of sales (P21)', () => {
  it('is told from its own sales and those of past events, by tier and in all, with how far such forecasts were off', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    await aPast(world, organiser, 6);
    const tier = await anEventOnSale(world, organiser);
    const balcony = await world.aTier({ event: tier.event, organiser, price: 1_000, name: 'Balcony', quantity: 50 });
    await sell(world, [tier], [4, 3, 3]);
    await world.buy(aViewer(), balcony.id, 2);
    await world.subgraph.runJob('forecast-sales');
    const told = (await forecast(world, organiser, tier))!;
    expect(told).toMatchObject({ gap: null, daysLeft: 3, ticketsSold: 12, pastEvents: 6 });
    expect(told.tickets.expected).toBeGreaterThan(17);
    expect(told.tickets.expected).toBeLessThan(30);
    expect(told.tickets.low).toBeLessThanOrEqual(told.tickets.expected);
    expect(told.tickets.high).toBeGreaterThanOrEqual(told.tickets.expected);
    // What is paid until now, and more.
    expect(told.revenue.expected).toEqual({ amountMinor: expect.any(Number), currency: 'CAD' });
    expect(told.revenue.expected.amountMinor).toBeGreaterThan(10 * 2_500 + 2 * 1_000);
    expect(told.tiers.map((line: Data) => [line.tier.name, line.ticketsSold])).toEqual([
      ['Evening', 10],
      ['Balcony', 2],
    ]);
    expect(told.sellOut).toBeNull();
    expect(told.error).toMatchObject({ basis: 'PAST_EVENTS', events: 6 });
    // One that is nearly full has no place left before it starts.
    const full = await anEventOnSale(world, organiser, 12);
    await sell(world, [full], [4, 4]);
    await world.subgraph.runJob('forecast-sales');
    const ending = (await forecast(world, organiser, full))!;
    expect(ending.tickets).toMatchObject({ expected: 12, high: 12 });
    expect(new Date(ending.sellOut.expected).getTime()).toBeLessThan(Date.parse(full.event.startsAt));
    expect(ending.tiers[0].sellOut).toEqual(ending.sellOut);
  });

  it('is kept as it was made each day, and measured by what came once enough of it has', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    await aPast(world, organiser, 6);
    await soldAlike(world, organiser, 5);
    const kept = await world.sql<{ days_left: number; came: number; n: number }>(
      `SELECT days_left, came, count(*)::int AS n FROM sales_forecasts WHERE tickets IS NOT NULL GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(kept.map(({ days_left, came, n }) => [days_left, came, n])).toEqual([1, 2, 3, 4, 5, 6].map((left) => [left, 20, 5]));
    const tier = await anEventOnSale(world, organiser);
    await sell(world, [tier], [4, 3, 3]);
    const { error } = (await forecast(world, organiser, tier))!;
    expect(error).toMatchObject({ basis: 'FORECASTS', events: 5 });
    expect(error.percent).toBeLessThan(40);
    expect(error.revenuePercent).toBeCloseTo(error.percent, 0);
    // Nothing but what was sold is learned from it: what went back is not there.
    const [curve] = await world.sql<{ sold_by: number[]; revenue_minor: string }>(
      'SELECT sold_by, revenue_minor FROM sales_curves ORDER BY started_at DESC LIMIT 1',
    );
    expect([curve!.sold_by.at(0), curve!.sold_by.at(-1), Number(curve!.revenue_minor)]).toEqual([20, 0, 20 * 2_500]);
  });

  it('is nothing, with a reason, where nothing can be said', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    const tier = await anEventOnSale(world, organiser);
    const gap = async () => (await forecast(world, organiser, tier))!;
    expect(await gap()).toMatchObject({ gap: 'NOT_MADE_YET', madeAt: null, tiers: [] });
    await sell(world, [], [0]);
    expect(await gap()).toMatchObject({
      gap: 'NOTHING_SOLD_YET',
      ticketsSold: 0,
      daysLeft: 6,
      tickets: null,
      revenue: null,
      sellOut: null,
    });
    await sell(world, [tier], [3]);
    expect(await gap()).toMatchObject({ gap: 'TOO_FEW_PAST_EVENTS', ticketsSold: 3, tickets: null, error: null });
    world.clock.advance(5 * DAY);
    expect(await gap()).toMatchObject({ gap: 'SALES_OVER', madeAt: null });
  });

  it('takes nothing from what one or two competitors sold', async () => {
    const world = await startWorld();
    await aPast(world, aViewer(), 6);
    const organiser = aViewer();
    const tier = await anEventOnSale(world, organiser);
    await sell(world, [tier], [4, 3]);
    expect(await forecast(world, organiser, tier)).toMatchObject({ gap: 'TOO_FEW_PAST_EVENTS' });
  });

  it('is for those with the right to report, in as many statements however many events are asked about', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    const tiers = [await anEventOnSale(world, organiser), await anEventOnSale(world, organiser), await anEventOnSale(world, organiser)];
    await sell(world, tiers, [2]);
    expect([await forecast(world, aViewer(), tiers[0]!), await forecast(world, null, tiers[0]!)]).toEqual([null, null]);
    const ask = (some: readonly Tier[]) =>
      world.run(
        organiser,
        `query($of: [_Any!]!) { _entities(representations: $of) { ... on Event { salesForecast { gap tiers { tier { name } } } } } }`,
        {
          of: some.map(({ event }) => ({ __typename: 'Event', id: event.eventId })),
        },
      );
    expect(await world.statements(() => ask(tiers))).toBe(await world.statements(() => ask(tiers.slice(0, 1))));
  });

  it('learns of an event all of whose places were given away that nothing of it was sold, and goes on with the next', async () => {
    const world = await startWorld();
    const tiers = [await anEventOnSale(world, aViewer(), 2), await anEventOnSale(world, aViewer())];
    await world.sql('UPDATE ticket_tiers SET sold = quantity WHERE id = $1', [tiers[0]!.id]);
    world.clock.advance(8 * DAY);
    await world.subgraph.runJob('forecast-sales');
    expect(await world.sql('SELECT tickets, sold_out_at FROM sales_curves')).toEqual(tiers.map(() => ({ tickets: 0, sold_out_at: null })));
  });

  it('is made once a day, and once however many replicas make it', async () => {
    const world = await startWorld();
    const tier = await anEventOnSale(world, aViewer());
    await world.subgraph.runJob('forecast-sales');
    await world.buy(aViewer(), tier.id, 2);
    await Promise.all([world.subgraph.runJob('forecast-sales'), world.subgraph.runJob('forecast-sales')]);
    expect(await world.sql('SELECT sold FROM sales_forecasts')).toEqual([{ sold: 0 }]);
  });
});
