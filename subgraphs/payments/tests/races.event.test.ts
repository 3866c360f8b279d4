import { aViewer, meetingOf, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { startWorld, type World } from './world';

const BUYERS = 50;
const PLACES = 5;

/** Everybody reads what is taken, and then everybody takes. */
const withoutLock = (db: Database): Database => {
  const meet = meetingOf(9);
  return withoutLocks(watched(db, { after: (statement) => (/ AS free FROM ticket_tiers/.test(statement) ? meet() : undefined) }));
};

/** Half of them want a ticket of one tier, half of another; each tier alone has places for all. */
async function rush(world: World) {
  const floor = await world.aTier({ quantity: BUYERS, places: PLACES });
  const balcony = await world.aTier({ event: floor.event, name: 'Balcony', quantity: BUYERS });
  const query = `mutation($input: CheckoutInput!) { checkout(input: $input) { __typename ... on SoldOut { scope } } }`;
  const answers = await Promise.all(
    Array.from({ length: BUYERS }, (_, n) =>
      world.execute(aViewer(), query, { input: { items: [{ tierId: n % 2 ? floor.id : balcony.id, quantity: 1 }] } }),
    ),
  );
  const outcomes = answers.map(({ data, errors }) => data?.checkout?.scope ?? data?.checkout?.__typename ?? errors?.[0]?.extensions?.code);
  const [{ held }] = (await world.sql('SELECT SUM(held)::int AS held FROM ticket_tiers')) as [Data];
  return { success: outcomes.filter((outcome) => outcome === 'CheckoutSuccess').length, outcomes: new Set(outcomes), held };
}

describe('fifty people want the last five places of an event, over two tiers (payments F5, security F15)', () => {
  it('holds exactly five, and tells the others that the event is full', async () => {
    const world = await startWorld();
    expect(await rush(world)).toEqual({ success: PLACES, held: PLACES, outcomes: new Set(['CheckoutSuccess', 'EVENT']) });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('control: goes beyond the places without the lock and the constraint', async () => {
    const world = await startWorld({ db: withoutLock });
    await world.sql('ALTER TABLE event_sales DROP CONSTRAINT event_sales_never_beyond_grant');
    const { success } = await rush(world);
    expect(success).toBeGreaterThan(PLACES);
    expect((await world.health()).breaks).toContainEqual(expect.objectContaining({ kind: 'PLACES_MISMATCH' }));
  });

  it('control: without the lock the constraint stands, and fails where the lock refuses', async () => {
    const world = await startWorld({ db: withoutLock });
    const { success, held, outcomes } = await rush(world);
    expect({ success, held }).toEqual({ success: PLACES, held: PLACES });
    expect(outcomes).toContain('INTERNAL_SERVER_ERROR');
  });
});
