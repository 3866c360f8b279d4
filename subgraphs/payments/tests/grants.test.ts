import { randomUUID } from 'node:crypto';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { SalesChanged } from '@marquee/schema/topics';
import { startWorld, type World } from './world';

// Capacity counts people, whatever their ticket (payments F5, security F15): events grants places, payments never takes more.
describe('the places that events grants', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ settings: { ANSWER_WITHIN_MS: '1000' } });
  });

  const told = async (eventId: string): Promise<SalesChanged[]> =>
    (
      await world.sql<{ payload: SalesChanged }>(
        `SELECT payload FROM outbox WHERE topic = 'sales.changed' AND key = $1 ORDER BY sequence`,
        [eventId],
      )
    ).map(({ payload }) => payload);
  const last = async (eventId: string) => (await told(eventId)).at(-1)!;
  const take = (tierId: string, quantity: number, buyer = aViewer()) => world.checkout(buyer, [{ tierId, quantity }]);

  it('limit all tiers of an event together; who comes too late hears that the event is full, not the tier', async () => {
    const floor = await world.aTier({ places: 5, quantity: 10 });
    const balcony = await world.aTier({ event: floor.event, name: 'Balcony', quantity: 10 });
    await take(floor.id, 3);
    expect(await take(balcony.id, 3)).toMatchObject({ __typename: 'SoldOut', scope: 'EVENT', remaining: 2, retryable: true });
    expect(await take(balcony.id, 2)).toMatchObject({ __typename: 'CheckoutSuccess' });
    expect(await take(floor.id, 1)).toMatchObject({
      __typename: 'SoldOut',
      scope: 'EVENT',
      remaining: 0,
      message: expect.stringContaining('full'),
    });
    expect([await world.remaining(floor.id), await world.remaining(balcony.id)]).toEqual([0, 0]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('are told of: tiers, what is taken, and what the grant left, with versions that grow by one', async () => {
    const { id, event } = await world.aTier({ places: 5, price: 2500 });
    await world.buy(aViewer(), id, 2);
    const facts = await told(event.eventId);
    expect(facts.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(facts[0]).toMatchObject({ ticketed: true, placesTaken: 0, grant: { version: 0, places: 0 } });
    expect(facts[2]).toEqual({
      eventId: event.eventId,
      version: 3,
      ticketed: true,
      placesTaken: 2,
      grant: { version: 1, places: 5 },
      tiers: [{ tierId: id, name: 'Evening', price: { amountMinor: 2500, currency: 'CAD' }, onSale: true }],
    });
  });

  it('shrink down to what is taken, and further as places come free', async () => {
    const { id, event } = await world.aTier({ places: 8 });
    const buyer = aViewer();
    const order = await world.buy(buyer, id, 4);
    const { order: open } = await take(id, 3);
    await world.grant(event.eventId, 2);
    expect(await last(event.eventId)).toMatchObject({ placesTaken: 7, grant: { version: 2, places: 7 } });
    expect(await take(id, 1)).toMatchObject({ __typename: 'SoldOut', scope: 'EVENT', remaining: 0 });
    await world.refund(buyer, { orderId: order.id });
    expect(await last(event.eventId)).toMatchObject({ placesTaken: 3, grant: { version: 2, places: 3 } });
    expect(await take(id, 1)).toMatchObject({ __typename: 'SoldOut', scope: 'EVENT' });
    world.clock.advance(15 * 60_000);
    await world.subgraph.runJob('expire-holds');
    expect(await last(event.eventId)).toMatchObject({ placesTaken: 0, grant: { version: 2, places: 2 } });
    expect(await world.remaining(id)).toBe(2);
    expect(await take(id, 2)).toMatchObject({ __typename: 'CheckoutSuccess' });
    expect(open.status).toBe('AWAITING_PAYMENT');
  });

  it('are what the newest grant says, in whatever order and however often they come', async () => {
    const { event } = await world.aTier({ places: 5 });
    const tell = (version: number, places: number | null, id = randomUUID()) =>
      world.tell('places.granted', event.eventId, { eventId: event.eventId, version, places }, id);
    await tell(4, 9);
    await tell(3, 1);
    await tell(4, 2);
    expect(await last(event.eventId)).toMatchObject({ grant: { version: 4, places: 9 } });
    await tell(5, null);
    expect(await last(event.eventId)).toMatchObject({ grant: { version: 5, places: null } });
  });

  it('may come before the tier is known here, and are kept', async () => {
    const { eventId, creatorId, ...parts } = await world.anEvent();
    await world.grant(eventId, 1);
    const { id } = await world.aTier({ event: { eventId, creatorId, ...parts } });
    expect(await take(id, 2)).toMatchObject({ __typename: 'SoldOut', scope: 'EVENT', remaining: 1 });
  });

  it('are waited for after the first tier was made; when none comes the refusal says to repeat', async () => {
    const { id, event } = await world.aTier({ places: undefined });
    expect(await take(id, 1)).toMatchObject({ __typename: 'SalesClosed', reason: 'PREPARING', retryable: true, nextStep: 'REPEAT' });
    const waiting = take(id, 1);
    await world.grant(event.eventId, 1);
    expect(await waiting).toMatchObject({ __typename: 'CheckoutSuccess' });
  });

  it('are asked for again where the answer was lost', async () => {
    const { event } = await world.aTier({ places: undefined });
    await world.subgraph.runJob('ask-for-grants');
    expect(await told(event.eventId)).toHaveLength(1);
    world.clock.advance(61_000);
    await world.subgraph.runJob('ask-for-grants');
    expect((await told(event.eventId)).map(({ version }) => version)).toEqual([1, 2]);
    await world.grant(event.eventId, null);
    world.clock.advance(61_000);
    await world.subgraph.runJob('ask-for-grants');
    expect(await told(event.eventId)).toHaveLength(3);
  });

  it('are not asked for again where nobody could buy: of a draft, a cancelled event, or one with nothing on sale', async () => {
    const draft = await world.aTier({ places: undefined, event: await world.anEvent({ status: 'DRAFT' }) });
    const cancelled = await world.aTier({ places: undefined });
    await world.tell('event.changed', cancelled.event.eventId, { ...cancelled.event, version: 2, status: 'CANCELLED' });
    const off = await world.aTier({ places: undefined });
    await world.sql('UPDATE ticket_tiers SET on_sale = FALSE WHERE id = $1', [off.id]);
    const counts = async () => Promise.all([draft, cancelled, off].map(async ({ event }) => (await told(event.eventId)).length));
    const before = await counts();
    world.clock.advance(61_000);
    await world.subgraph.runJob('ask-for-grants');
    expect(await counts()).toEqual(before);
    await world.tell('event.changed', draft.event.eventId, { ...draft.event, version: 2, status: 'PUBLISHED' });
    await world.subgraph.runJob('ask-for-grants');
    expect(await counts()).toEqual([before[0]! + 1, ...before.slice(1)]);
  });

  it('are not taken again by money that comes after the hold ended, when the event is full', async () => {
    const { id } = await world.aTier({ places: 1 });
    const late = aViewer();
    const { payment, order } = await take(id, 1, late);
    await world.confirm(late, payment!.id, 'pm_card_delayed');
    world.clock.advance(20 * 60_000);
    await world.buy(aViewer(), id, 1);
    await world.subgraph.runJob('carry-on-payments');
    expect(await world.sql<Data>('SELECT status FROM orders WHERE id = $1', [order.id])).toEqual([{ status: 'REFUNDED' }]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});
