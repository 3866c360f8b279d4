import { createMemoryBus } from '../bus';
import { silentLogger } from '../logger';
import { messagingDatabase } from '../outbox/fixtures/messaging';
import { healthOf } from './health';

const bus = createMemoryBus({ logger: silentLogger });
afterAll(() => bus.close());

test('facts that nobody has heard of for a minute make it degraded, and a lost database unavailable', async () => {
  const { pool } = await messagingDatabase();
  const look = () => healthOf({ pool, bus })();
  expect(await look()).toMatchObject({ status: 'healthy', checks: { facts: { ok: true, waiting: 0, deadLetters: 0 } } });
  await pool.query(`INSERT INTO outbox (id, topic, key, payload, headers, occurred_at, bulk)
                    VALUES (gen_random_uuid(), 'counted', 'a', '{}', '{}', now() - interval '2 minutes', false)`);
  expect(await look()).toMatchObject({ status: 'degraded', checks: { database: { ok: true }, facts: { ok: false, waiting: 1 } } });
  const lost = { query: () => Promise.reject(new Error('away')) } as unknown as typeof pool;
  expect(await healthOf({ pool: lost, bus })()).toMatchObject({ status: 'unavailable', checks: { database: { ok: false }, facts: null } });
});
