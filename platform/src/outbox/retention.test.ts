import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createMemoryBus } from '../bus';
import { silentLogger } from '../logger';
import { startConsumers } from './consumer';
import { effects, happen, takeEffect, type Topics, type Tx } from './fixtures/database';
import { messagingDatabase } from './fixtures/messaging';
import { startRelay } from './relay';
import { prune, republish } from './retention';

test('old published facts and handled ids are forgotten; what is unpublished or young stays (users F12)', async () => {
  const db = await messagingDatabase();
  for (const n of [1, 2, 3]) await happen(db, 'a', n);
  await db.pool.query(`UPDATE outbox SET occurred_at = now() - interval '91 days' WHERE payload->>'n' IN ('1', '2')`);
  await db.pool.query(`UPDATE outbox SET published_at = now() WHERE payload->>'n' IN ('1', '3')`);
  await db.pool.query(`
    INSERT INTO inbox (consumer, event_id, handled_at)
    SELECT 'c', gen_random_uuid(), now() - make_interval(days => 88 + (n % 4)) FROM generate_series(1, 24000) n`);
  await db.pool.query(readFileSync(path.resolve(__dirname, '../../sql/idempotency.sql'), 'utf8'));
  await db.pool.query(`
    INSERT INTO idempotency_keys (principal, operation, key, request_hash, created_at)
    SELECT 'p', 'o', n, '', now() - make_interval(hours => n * 10) FROM generate_series(0, 5) n`);
  await db.pool.query(`
    INSERT INTO dead_letters (id, consumer, event_id, topic, envelope, error, replayed_at)
    SELECT gen_random_uuid(), 'c', gen_random_uuid(), 't', '{}', '', CASE n WHEN 1 THEN now() - interval '91 days' END FROM generate_series(0, 1) n`);
  expect(await prune(db.pool)).toEqual({ outbox: 1, inbox: 12_000, deadLetters: 1, idempotencyKeys: 3 });
  const { rows } = await db.pool.query<{ n: string }>(`SELECT payload->>'n' AS n FROM outbox ORDER BY 1`);
  expect(rows.map((row) => row.n)).toEqual(['2', '3']);
});

test('facts published again after the bus lost its memory take no second effect where they were handled', async () => {
  const db = await messagingDatabase();
  const bus = createMemoryBus({ logger: silentLogger });
  const start = () =>
    startConsumers<Topics, Tx>({
      name: 'consumer',
      db,
      bus,
      logger: silentLogger,
      handlers: { counted: ({ key, payload }, { tx }) => takeEffect(tx, key, payload.n) },
    });
  const relay = startRelay({ pool: db.pool, bus, logger: silentLogger });
  // Nobody listens yet: the bus takes this fact and forgets it.
  await happen(db, 'a', 1);
  await relay.drain();
  await start();
  await happen(db, 'a', 2);
  await relay.drain();
  expect(await effects(db)).toEqual(['a 2']);
  expect(await republish(db.pool, { since: new Date(Date.now() - 60_000) })).toBe(2);
  await relay.drain();
  expect(await effects(db)).toEqual(['a 1', 'a 2']);
  await relay.stop();
  await bus.close();
});
