import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { startWorld, type World } from './world';

const MINUTE = 60_000;

// payments F7, security F4: one account held all tickets of an event without paying.
describe('the places that one person may have of one event', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });

  const take = (buyer: Viewer, tierId: string, quantity: number) => world.checkout(buyer, [{ tierId, quantity }]);

  it('are ten, over paid and open orders and all tiers; those of somebody else do not count', async () => {
    const floor = await world.aTier({ quantity: 100 });
    const balcony = await world.aTier({ event: floor.event, name: 'Balcony', quantity: 100 });
    const buyer = aViewer();
    await world.buy(buyer, floor.id, 4);
    await take(buyer, balcony.id, 4);
    expect(await take(buyer, floor.id, 3)).toMatchObject({
      __typename: 'LimitReached',
      code: 'NOT_ALLOWED_NOW',
      limit: 10,
      taken: 8,
      limitedTierId: null,
      nextStep: 'CHOOSE_OTHER',
    });
    expect(await take(buyer, floor.id, 2)).toMatchObject({ __typename: 'CheckoutSuccess' });
    expect(await take(aViewer(), floor.id, 10)).toMatchObject({ __typename: 'CheckoutSuccess' });
    expect(await take(buyer, (await world.aTier()).id, 10)).toMatchObject({ __typename: 'CheckoutSuccess' });
  });

  it('come back with a refund, a cancelled order, and a hold that ended', async () => {
    const tier = await world.aTier({ quantity: 100 });
    const buyer = aViewer();
    const paid = await world.buy(buyer, tier.id, 10);
    expect(await take(buyer, tier.id, 1)).toMatchObject({ __typename: 'LimitReached' });
    await world.refund(buyer, { orderId: paid.id });
    expect(await take(buyer, tier.id, 10)).toMatchObject({ __typename: 'CheckoutSuccess' });
    expect(await take(buyer, tier.id, 1)).toMatchObject({ __typename: 'LimitReached' });
    world.clock.advance(15 * MINUTE);
    expect(await take(buyer, tier.id, 10)).toMatchObject({ __typename: 'CheckoutSuccess' });
  });

  it('are fewer of a tier that says so', async () => {
    const tier = await world.aTier({ quantity: 100, maxPerPerson: 2 });
    const other = await world.aTier({ event: tier.event, name: 'Balcony', quantity: 100 });
    const buyer = aViewer();
    await take(buyer, tier.id, 2);
    expect(await take(buyer, tier.id, 1)).toMatchObject({ __typename: 'LimitReached', limit: 2, taken: 2, limitedTierId: tier.id });
    expect(await take(buyer, other.id, 8)).toMatchObject({ __typename: 'CheckoutSuccess' });
  });

  it('are kept also by an order that is paid after its hold ended, and by money that comes late', async () => {
    const tier = await world.aTier({ quantity: 100 });
    const buyer = aViewer();
    const first = await take(buyer, tier.id, 6);
    const second = await take(buyer, tier.id, 3);
    await world.confirm(buyer, second.payment!.id, 'pm_card_delayed');
    world.clock.advance(15 * MINUTE);
    await world.subgraph.runJob('expire-holds');
    await world.buy(buyer, tier.id, 8);
    expect(await world.confirm(buyer, first.payment!.id)).toMatchObject({ __typename: 'LimitReached', taken: 8 });
    await world.subgraph.runJob('carry-on-payments');
    expect(await world.sql('SELECT status FROM orders WHERE id = $1', [second.order.id])).toEqual([{ status: 'REFUNDED' }]);
  });

  describe('when all is asked for at once', () => {
    /** Returns how many places one person got by ten requests of ten. */
    async function hoard(db?: (own: Database) => Database): Promise<number> {
      const rushed = await startWorld({ db });
      const tier = await rushed.aTier({ quantity: 100 });
      const buyer = aViewer();
      await Promise.all(Array.from({ length: 10 }, () => rushed.checkout(buyer, [{ tierId: tier.id, quantity: 10 }])));
      return ((await rushed.sql('SELECT held FROM ticket_tiers')) as [Data])[0].held as number;
    }

    it('are ten all the same', async () => expect(await hoard()).toBe(10));

    it('control: without the lock they are more', async () => {
      const meet = meetingOf(5);
      const meeting = (statement: string) => (/ places GROUP BY tier_id/.test(statement) ? meet() : undefined);
      expect(await hoard((db) => withoutLocks(watched(db, { after: meeting })))).toBeGreaterThan(10);
    });
  });
});
