import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { startWorld, type World } from './world';

const BUYERS = 100;
const PLACES = 7;

/** What the lock protects against: everybody reads the same stock, and then everybody takes from it. */
const withoutLock = (db: Database): Database => {
  const meet = meetingOf(9);
  return withoutLocks(watched(db, { after: (statement) => (/ AS free FROM ticket_tiers/.test(statement) ? meet() : undefined) }));
};

/** All want one ticket at once. Returns how many of each outcome there were. */
async function rush(world: World, price: number) {
  const tier = await world.aTier({ quantity: PLACES, price });
  const query = `mutation($input: CheckoutInput!) { checkout(input: $input) { __typename ... on SoldOut { remaining } } }`;
  const answers = await Promise.all(
    Array.from({ length: BUYERS }, () => world.execute(aViewer(), query, { input: { items: [{ tierId: tier.id, quantity: 1 }] } })),
  );
  const outcomes = answers.map(({ data, errors }) => data?.checkout?.__typename ?? errors?.[0]?.extensions?.code);
  const [{ sold, held }] = (await world.sql('SELECT sold, held FROM ticket_tiers WHERE id = $1', [tier.id])) as [
    { sold: number; held: number },
  ];
  return { success: outcomes.filter((outcome) => outcome === 'CheckoutSuccess').length, outcomes: new Set(outcomes), sold, held };
}

describe('a hundred people want the last seven tickets', () => {
  it('holds exactly seven, and tells the others that they are sold out', async () => {
    const world = await startWorld();
    const { success, outcomes, sold, held } = await rush(world, 2500);
    expect({ success, sold, held }).toEqual({ success: PLACES, sold: 0, held: PLACES });
    expect(outcomes).toEqual(new Set(['CheckoutSuccess', 'SoldOut']));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('sells exactly seven when they cost nothing', async () => {
    const world = await startWorld();
    const { success, sold, held } = await rush(world, 0);
    expect({ success, sold, held }).toEqual({ success: PLACES, sold: PLACES, held: 0 });
    expect(await world.sql('SELECT 1 FROM tickets')).toHaveLength(PLACES);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('never waits in a circle when orders name the same tiers in different orders', async () => {
    const world = await startWorld();
    const first = await world.aTier({ quantity: 60 });
    const second = await world.aTier({ event: first.event, name: 'Balcony', quantity: 60 });
    const items = [first, second].map(({ id }) => ({ tierId: id, quantity: 1 }));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => world.checkout(aViewer(), n % 2 ? items : [...items].reverse())),
    );
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['CheckoutSuccess']));
    expect(await world.remaining(first.id)).toBe(20);
  });

  describe('control', () => {
    it('oversells without the lock and the constraint', async () => {
      const world = await startWorld({ db: withoutLock });
      await world.sql('ALTER TABLE ticket_tiers DROP CONSTRAINT ticket_tiers_never_oversold');
      const { success, held } = await rush(world, 2500);
      expect(success).toBeGreaterThan(PLACES);
      expect(held).toBe(success);
      expect((await world.health()).breaks).toContainEqual(expect.objectContaining({ kind: 'PLACES_MISMATCH' }));
    });

    it('still cannot oversell without the lock while the constraint stands, but fails where it should refuse', async () => {
      const world = await startWorld({ db: withoutLock });
      const { success, outcomes, held } = await rush(world, 2500);
      expect({ success, held }).toEqual({ success: PLACES, held: PLACES });
      expect(outcomes).toContain('INTERNAL_SERVER_ERROR');
    });
  });
});
