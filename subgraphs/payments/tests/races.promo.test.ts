import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { startWorld, type World } from './world';

const BUYERS = 200;
/** Of the event, of each of its two tiers, and at the price of the code: everybody wants two. */
const PLACES = 10;
const TIER_PLACES = 6;
const QUOTA = 4;
const EACH = 2;

const CODE = `mutation($input: CreatePromoCodeInput!) { createPromoCode(input: $input) { __typename } }`;
const CHECKOUT = `mutation($input: CheckoutInput!) { checkout(input: $input) { __typename ... on CheckoutSuccess { payment { id } } } }`;

interface Rush {
  /** Of so many buyers, in turn, this one has the code. */
  withCode?: (n: number) => boolean;
  /** These ask for the same once more at the same time. */
  twice?: (n: number) => boolean;
}

/** All want two places of one of two tiers at once. Returns who got them, and what is held, in all, by tier, and by the code. */
async function rush(world: World, { withCode = () => false, twice = () => false }: Rush) {
  const floor = await world.aTier({ quantity: TIER_PLACES, maxPerPerson: EACH, places: PLACES });
  const { event, organiser } = floor;
  const balcony = await world.aTier({ event, organiser, name: 'Balcony', quantity: TIER_PLACES, maxPerPerson: EACH });
  await world.run(organiser, CODE, {
    input: { eventId: event.eventId, code: 'HALF', kind: 'PERCENT', basisPoints: 5_000, maxPlaces: QUOTA },
  });
  const ask = async (buyer: Viewer, n: number) => {
    const items = [{ tierId: n % 2 ? floor.id : balcony.id, quantity: EACH }];
    const { data, errors } = await world.execute(buyer, CHECKOUT, { input: { items, promoCodes: withCode(n) ? ['half'] : [] } });
    return {
      buyer,
      outcome: (data?.checkout?.__typename ?? errors?.[0]?.extensions?.code) as string,
      payment: data?.checkout?.payment?.id as string,
    };
  };
  const answers = await Promise.all(
    Array.from({ length: BUYERS }, () => aViewer()).flatMap((buyer, n) => (twice(n) ? [ask(buyer, n), ask(buyer, n)] : [ask(buyer, n)])),
  );
  const [sales] = (await world.sql('SELECT taken, granted FROM event_sales')) as [Data];
  const tiers = (await world.sql('SELECT held + sold AS taken FROM ticket_tiers')).map(({ taken }) => taken as number);
  const [code] = (await world.sql('SELECT taken FROM promo_codes')) as [Data];
  return {
    outcomes: new Set(answers.map(({ outcome }) => outcome)),
    bought: answers.filter(({ outcome }) => outcome === 'CheckoutSuccess'),
    ...{ taken: sales.taken as number, tiers, byCode: code.taken as number },
  };
}

describe('two hundred people want ten places, of two tiers with six each, four of them at the price of a code', () => {
  it('ten are sold, no tier and no code gives more than it has, and nobody has more than one person may', async () => {
    const world = await startWorld();
    const { outcomes, bought, taken, tiers, byCode } = await rush(world, { withCode: (n) => n % 4 < 2, twice: (n) => n % 10 === 0 });
    expect(taken).toBe(PLACES);
    expect(bought).toHaveLength(PLACES / EACH);
    expect(Math.max(...tiers)).toBeLessThanOrEqual(TIER_PLACES);
    expect(byCode).toBeLessThanOrEqual(QUOTA);
    for (const outcome of outcomes) expect(['CheckoutSuccess', 'SoldOut', 'PromoRefused', 'LimitReached']).toContain(outcome);
    expect(new Set(bought.map(({ buyer }) => buyer.id)).size).toBe(bought.length);
    const [used] = (await world.sql('SELECT COALESCE(SUM(places), 0)::int AS places FROM order_promo_codes')) as [Data];
    expect(used.places).toBe(byCode);
    for (const { buyer, payment } of bought) expect((await world.confirm(buyer, payment)).order!.status).toBe('PAID');
    expect(await world.sql('SELECT 1 FROM tickets')).toHaveLength(PLACES);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('all of them with the code: what it is good for is sold, and the rest is left', async () => {
    const world = await startWorld();
    const { bought, taken, byCode } = await rush(world, { withCode: () => true });
    expect({ bought: bought.length, taken, byCode }).toEqual({ bought: QUOTA / EACH, taken: QUOTA, byCode: QUOTA });
  });

  describe('control: without the locks and the constraints behind them', () => {
    const meeting = (at: RegExp) => (db: Database) => {
      const meet = meetingOf(9);
      return withoutLocks(watched(db, { after: (statement) => (at.test(statement) ? meet() : undefined) }));
    };
    const unguarded = async (at: RegExp): Promise<World> => {
      const world = await startWorld({ db: meeting(at) });
      await world.sql('ALTER TABLE ticket_tiers DROP CONSTRAINT ticket_tiers_never_oversold');
      await world.sql('ALTER TABLE promo_codes DROP CONSTRAINT promo_codes_never_beyond');
      await world.sql('ALTER TABLE event_sales DROP CONSTRAINT event_sales_never_beyond_grant');
      return world;
    };

    it('more is sold than there are places', async () => {
      const { taken, tiers } = await rush(await unguarded(/ AS free FROM ticket_tiers/), {});
      expect(taken).toBeGreaterThan(PLACES);
      expect(Math.max(...tiers)).toBeGreaterThan(TIER_PLACES);
    });

    it('a code is used for more places than it is good for', async () => {
      const { byCode } = await rush(await unguarded(/^promoCode\.findMany$/), { withCode: () => true });
      expect(byCode).toBeGreaterThan(QUOTA);
    });
  });
});
