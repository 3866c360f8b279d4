import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '@marquee/platform';
import { afterTests, eventually } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { openDatabase } from '../src/db';
import { EventPriceDocument, SearchEventsDocument, UpdateEventDocument, type UpdateEventInput } from './generated/documents';
import { lockless } from './replicas';
import { aBoxOffice } from './selling';
import { sqlOn } from './sql';
import { startWorld, type World } from './world';

// What an event costs follows from its ticket tiers, wherever it is told (payments-platform F18).

const cad = (amountMinor: number) => ({ amountMinor, currency: 'CAD' });
const tier = (amountMinor: number, onSale = true) => ({ tierId: crypto.randomUUID(), name: 'Floor', price: cad(amountMinor), onSale });

const priceIn = async (world: World, id: string) => (await world.run(world.organiser, EventPriceDocument, { id })).event!;
const price = async (world: World, id: string) => (await priceIn(world, id)).price;
const update = async (world: World, eventId: string, parts: Partial<UpdateEventInput>) => {
  const { version } = await priceIn(world, eventId);
  return (await world.run(world.organiser, UpdateEventDocument, { input: { eventId, version, ...parts } })).updateEvent;
};

describe('an event with ticket tiers', () => {
  let world: World;
  const told: EventChanged[] = [];
  beforeAll(async () => {
    world = await startWorld();
    await world.bus.consume('price-listener', ['event.changed'], async ({ payload }) => void told.push(payload as EventChanged));
  });
  const found = async (filter: object) =>
    (await world.run(null, SearchEventsDocument, { filter, first: 50 })).searchEvents.nodes.map(({ id }) => id);

  test('costs what its tiers cost: on its page, in search, and for the other subgraphs (payments-platform F18)', async () => {
    const { id } = await world.anEvent();
    expect([await price(world, id), (await found({ free: true })).includes(id)]).toEqual([{ type: 'FREE', min: null, max: null }, true]);
    const office = aBoxOffice(world, id);
    await office.tell({ tiers: [tier(1000), tier(9000)] });
    expect(await price(world, id)).toEqual({ type: 'PAID', min: cad(1000), max: cad(9000) });
    expect([(await found({ free: true })).includes(id), (await found({ priceBucket: ['LOW'] })).includes(id)]).toEqual([false, true]);
    await world.subgraph.drain();
    expect(told.filter(({ eventId }) => eventId === id).at(-1)).toMatchObject({
      change: 'UPDATED',
      price: { type: 'PAID', min: cad(1000), max: cad(9000) },
    });
  });

  test('follows what goes on and off sale, and keeps its price when nothing is on sale any more', async () => {
    const { id } = await world.anEvent();
    const office = aBoxOffice(world, id);
    const [floor, balcony] = [tier(2000), tier(8000)];
    await office.tell({ tiers: [floor, { ...balcony, onSale: false }] });
    expect(await price(world, id)).toEqual({ type: 'PAID', min: cad(2000), max: null });
    await office.tell({ tiers: [{ ...floor, onSale: false }, balcony] });
    expect([await price(world, id), await found({ priceBucket: ['HIGH'] })]).toEqual([
      { type: 'PAID', min: cad(8000), max: null },
      expect.arrayContaining([id]),
    ]);
    await office.tell({
      tiers: [
        { ...floor, onSale: false },
        { ...balcony, onSale: false },
      ],
    });
    expect(await price(world, id)).toEqual({ type: 'PAID', min: cad(2000), max: cad(8000) });
  });

  test('changes with its tiers alone: what is told late or anew, and each hold, leave it and its version', async () => {
    const { id } = await world.anEvent();
    const office = aBoxOffice(world, id);
    await office.tell({ tiers: [tier(2000)], version: 5 });
    const before = await priceIn(world, id);
    await office.tell({ tiers: [tier(3000)], version: 4 });
    await office.tell({ tiers: [tier(2000)], version: 5 });
    await office.tell({ tiers: [tier(2000)], version: 6, placesTaken: 1 });
    expect(await priceIn(world, id)).toEqual(before);
  });

  test('refuses another price from its organiser; a form may send back the price as it is', async () => {
    const { id } = await world.anEvent();
    await aBoxOffice(world, id).tell({ tiers: [tier(2000)] });
    expect(await update(world, id, { price: { type: 'FREE' } })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'price',
      fields: [{ message: expect.stringContaining('updateTicketTier') }],
    });
    expect(await update(world, id, { title: 'A later evening', price: { type: 'PAID', min: cad(2000) } })).toMatchObject({
      __typename: 'UpdateEventSuccess',
    });
    expect(await price(world, id)).toEqual({ type: 'PAID', min: cad(2000), max: null });
  });

  test('with free tickets alone is free, and without tiers costs what its organiser says', async () => {
    const { id } = await world.anEvent({ price: { type: 'DONATION', min: cad(500) } });
    await aBoxOffice(world, id).tell({ tiers: [], ticketed: false });
    expect(await price(world, id)).toEqual({ type: 'DONATION', min: cad(500), max: null });
    await update(world, id, { price: { type: 'PAID', min: cad(700) } });
    expect(await price(world, id)).toMatchObject({ type: 'PAID', min: cad(700) });
    await aBoxOffice(world, id).tell({ tiers: [tier(0)], version: 2 });
    expect(await price(world, id)).toEqual({ type: 'FREE', min: null, max: null });
    // Where some tickets are free it is found as free, and tells what the others cost.
    await aBoxOffice(world, id).tell({ tiers: [tier(0), tier(5000)], version: 3 });
    expect([await price(world, id), (await found({ free: true })).includes(id)]).toEqual([
      { type: 'PAID', min: cad(0), max: cad(5000) },
      true,
    ]);
  });

  test('that was there before has the price of its tiers from now on', async () => {
    const sql = sqlOn(world);
    const lists = [[tier(1000), tier(3000, false)], [tier(1000, false), tier(3000, false)], [tier(0)], [tier(400), tier(400)]];
    const ids: string[] = [];
    for (const tiers of lists) {
      const { id } = await world.anEvent();
      await aBoxOffice(world, id).tell({ tiers });
      ids.push(id);
    }
    const prices = () => Promise.all(ids.map((id) => price(world, id)));
    const right = await prices();
    await sql(`UPDATE events SET price_type = 'PAID', price_min = 77, price_max = NULL, price_currency = 'CAD' WHERE id = ANY ($1)`, [ids]);
    const { id: free } = await world.anEvent();
    await aBoxOffice(world, free).tell({ tiers: [], ticketed: false });
    const versions = async () => (await Promise.all([...ids, free].map((id) => priceIn(world, id)))).map(({ version }) => version);
    const before = await versions();
    const migrate = (name: string) => sql(readFileSync(join(__dirname, `../prisma/migrations/${name}/migration.sql`), 'utf8'));
    await migrate('20261129095000_price_of_tiers');
    await migrate('20261129121500_price_of_tiers_told');
    expect(await prices()).toEqual(right);
    // The copies of the others are older now, which the comparison of copies finds and mends; nobody else's are.
    expect(await versions()).toEqual(before.map((version, at) => (at < ids.length ? version + 1 : version)));
    expect(await found({ free: true })).toContain(ids[2]);
  });
});

/** While an organiser's change of the price is on its way, payments tells of a tier at the price of before. */
async function tiersBehindAPrice(module?: typeof lockless) {
  const world = await startWorld(module ? { module } : {});
  const db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  const { id } = await world.anEvent({ price: { type: 'PAID', min: cad(2000) } });
  let telling!: Promise<unknown>;
  await db.transaction(async (tx) => {
    await tx.$executeRaw`UPDATE events SET price_type = 'FREE', price_min = NULL, price_currency = NULL, version = version + 1 WHERE id = ${id}::uuid`;
    let done = false;
    telling = aBoxOffice(world, id)
      .tell({ tiers: [tier(2000)] })
      .finally(() => (done = true));
    await eventually(async () => {
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      if (!done && (await db.pool.query(waiting)).rowCount === 0) throw new Error('neither done nor waiting');
    });
  });
  await telling;
  return price(world, id);
}

test('a tier that comes while the price is changed makes the price', async () => {
  expect(await tiersBehindAPrice()).toMatchObject({ type: 'PAID', min: cad(2000) });
});

test('control: without the lock, the event is free and its tickets are not', async () => {
  expect(await tiersBehindAPrice(lockless)).toMatchObject({ type: 'FREE' });
});
