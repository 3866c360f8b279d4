import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import { Pool } from 'pg';
import { lapsedOrders } from '../src/modules/order/order-holds.sql';
import { salesWithoutGrant } from '../src/modules/sales/sales.sql';
import { tiersBy } from '../src/modules/tier/tier.sql';
import { startWorld, type World } from './world';

const ROWS = 50_000;

/** Many orders that are done with, some that are open, and a few whose hold has just ended, as after a year of sales. */
const FILL = `
  INSERT INTO event_sales (event_id, updated_at, grant_version) SELECT gen_random_uuid(), now(), (n > 40)::int FROM generate_series(1, ${ROWS}) AS n;
  INSERT INTO events (id, version, creator_id, status, visibility, title, starts_at, ends_at)
    SELECT event_id, 1, gen_random_uuid(), 'PUBLISHED', 'PUBLIC', 'E', now() + interval '1 day', now() + interval '2 days' FROM event_sales;
  INSERT INTO ticket_tiers (id, event_id, name, price_minor, currency, quantity, position, created_at, updated_at)
    SELECT gen_random_uuid(), event_id, 'T', 100, 'CAD', 100, 0, now(), now() FROM event_sales;
  INSERT INTO orders (id, user_id, event_id, status, total_minor, currency, expires_at, created_at, updated_at)
    SELECT gen_random_uuid(), gen_random_uuid(), event_id, CASE WHEN row_number() OVER () <= 200 THEN 'AWAITING_PAYMENT' ELSE 'EXPIRED' END::"OrderStatus",
           100, 'CAD', now() + CASE WHEN row_number() OVER () <= 20 THEN interval '-1 second' ELSE interval '5 minutes' END, now(), now() FROM ticket_tiers;
  INSERT INTO order_items (order_id, tier_id, tier_name, unit_price_minor, quantity)
    SELECT o.id, t.id, 'T', 100, 1 FROM orders o JOIN ticket_tiers t ON t.event_id = o.event_id;
  ANALYZE;`;

describe(`with ${ROWS} tiers and orders`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await world.sql(FILL);
  }, 120_000);

  it('finds the tiers of twenty events, and what has lapsed of them, by indexes', async () => {
    const ids = (await world.sql<{ event_id: string }>('SELECT event_id FROM ticket_tiers LIMIT 20')).map(({ event_id }) => event_id);
    const pool = new Pool({ connectionString: world.databaseUrl, max: 1 });
    try {
      for (const { text, values } of [
        tiersBy('event_id', ids, new Date()),
        tiersBy('id', ids, new Date()),
        lapsedOrders(new Date(), ids[0]!),
        lapsedOrders(new Date(), null),
      ]) {
        const plan = await explain(pool, text, values);
        expect(usedIndexes(plan)).toContain('orders_open');
        for (const table of ['ticket_tiers', 'event_sales', 'orders', 'order_items'])
          expect([table, hasSeqScanOn(plan, table)]).toEqual([table, false]);
      }
    } finally {
      await pool.end();
    }
  });

  it('finds those few that wait for a grant by an index', async () => {
    const pool = new Pool({ connectionString: world.databaseUrl, max: 1 });
    try {
      const { text, values } = salesWithoutGrant(new Date(), 0, 50);
      const plan = await explain(pool, text, values);
      expect(usedIndexes(plan)).toContain('event_sales_without_grant');
      for (const table of ['event_sales', 'events', 'ticket_tiers']) expect([table, hasSeqScanOn(plan, table)]).toEqual([table, false]);
    } finally {
      await pool.end();
    }
  });
});
