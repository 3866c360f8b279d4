import { randomUUID } from 'node:crypto';
import { explain, hasSeqScanOn, takeStep, usedIndexes } from '@marquee/platform';
import { takeDeliveries } from '../src/modules/webhook/webhook-queue.store';
import { knownBefore, writeNews } from '../src/modules/webhook-news/webhook-news.sql';
import { nextDeliveries, nextWebhook } from '../src/modules/webhook/webhook.sql';
import { startWorld, type World } from './world';

const BIG = ['webhook_deliveries', 'webhook_attempts', 'webhook_selections', 'users', 'organization_members'];

describe('among 5,000 webhooks, one of which has 10,000 deliveries that wait for the first of them', () => {
  let world: World;
  const [blocked, owner, organization] = [randomUUID(), randomUUID(), randomUUID()];
  beforeAll(async () => {
    world = await startWorld();
    const client = await world.db.pool.connect();
    await client.query('SET statement_timeout = 0');
    await client.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       SELECT CASE WHEN n = 1 THEN $1::uuid ELSE gen_random_uuid() END, 'k' || n, 'k' || n, 'user_' || n, 'user_' || n, 'n', now(), now() FROM generate_series(1, 20000) n`,
      [owner],
    );
    await client.query(`INSERT INTO organizations (id, name, slug, created_at) VALUES ($1, 'House', 'house', now())`, [organization]);
    await client.query(
      `INSERT INTO organization_members (organization_id, user_id, role, joined_at) SELECT $1, id, 'OWNER', now() FROM users`,
      [organization],
    );
    await client.query(
      `INSERT INTO webhooks (id, user_id, organization_id, name, url, scopes, created_at)
       SELECT CASE WHEN n = 1 THEN $1::uuid ELSE gen_random_uuid() END, id, CASE WHEN n = 2 THEN $2::uuid END, 'n', 'https://hooks.example.org/', '{}', now()
       FROM (SELECT id, row_number() OVER (ORDER BY id = $3::uuid DESC) n FROM users LIMIT 5000) u`,
      [blocked, organization, owner],
    );
    await client.query(`INSERT INTO webhook_selections (webhook_id, topic, query) SELECT id, 'EVENT_PUBLISHED', '{ a }' FROM webhooks`);
    const columns = 'id, webhook_id, topic, entity, variables, status, occurred_at, created_at, wanted_at, due_at, ended_at';
    await client.query(
      `INSERT INTO webhook_deliveries (${columns})
       SELECT gen_random_uuid(), id, 'EVENT_PUBLISHED', 'event:' || n, '{}', 'DELIVERED', now(), now() - n * interval '1 hour', now(), now(), now()
       FROM webhooks, generate_series(1, 40) n`,
    );
    await client.query(
      `INSERT INTO webhook_deliveries (${columns}, leased_until)
       SELECT gen_random_uuid(), $1, 'EVENT_PUBLISHED', 'event:1', '{}', 'WAITING', now(), now(), now(), now() - interval '1 day', NULL,
              CASE WHEN n = 1 THEN 'infinity'::timestamptz END
       FROM generate_series(1, 10000) n`,
      [blocked],
    );
    for (const [table, key, person] of [
      ['attendance_copies', 'attendance_id', 'user_id'],
      ['order_copies', 'order_id', 'user_id'],
      ['review_copies', 'review_id', 'author_id'],
    ]) {
      const more = { attendance_copies: ['status', `'GOING'`], order_copies: ['paid', 'true'], review_copies: ['rating', '5'] }[table!]!;
      await client.query(
        `INSERT INTO ${table} (${key}, version, event_id, ${person}, ${more[0]}) SELECT gen_random_uuid(), 1, gen_random_uuid(), id, ${more[1]} FROM users`,
      );
    }
    await client.query('ANALYZE');
    client.release(true);
  });

  const now = () => world.clock.now();
  const news = (whose: object) =>
    JSON.stringify([{ topic: 'EVENT_PUBLISHED', entity: 'event:1', variables: {}, occurredAt: now(), ...whose }]);

  it.each([
    ['what is next', () => nextWebhook(now()), ['webhook_deliveries_in_line', 'webhook_deliveries_due']],
    ['what is next of one', () => nextDeliveries(now(), blocked, false), ['webhook_deliveries_in_line']],
    [
      'news of an organisation',
      () => writeNews(news({ organizationId: organization, userId: null }), now()),
      ['webhooks_organization_id_idx'],
    ],
    ['news of a person', () => writeNews(news({ organizationId: null, userId: owner }), now()), ['webhooks_user_id_created_at_id_idx']],
  ])('%s is found by indexes', async (_what, statement, indexes) => {
    const { text, values } = statement();
    const plan = await explain(world.db.pool, text, values);
    expect(usedIndexes(plan)).toEqual(expect.arrayContaining(indexes));
    expect(BIG.filter((table) => hasSeqScanOn(plan, table))).toEqual([]);
  });

  it('what overtook an event is found by indexes', async () => {
    const { text, values } = knownBefore(randomUUID());
    const indexes = ['attendance_copies_event_id_status_idx', 'order_copies_event_id_idx', 'review_copies_event_id_idx'];
    expect(usedIndexes(await explain(world.db.pool, text, values))).toEqual(expect.arrayContaining(indexes));
  });

  it('the log is read by its index, also by what became of it', async () => {
    const list = (where: string) =>
      explain(world.db.pool, `SELECT * FROM webhook_deliveries WHERE webhook_id = $1 ${where} ORDER BY created_at DESC, id DESC LIMIT 21`, [
        blocked,
      ]);
    expect(usedIndexes(await list(''))).toEqual(['webhook_deliveries_webhook_id_created_at_id_idx']);
    expect(usedIndexes(await list(`AND status = 'FAILED'`))).toEqual(['webhook_deliveries_webhook_id_status_created_at_id_idx']);
  });

  it('nothing is taken, in less time than a turn has', async () => {
    const startedAt = performance.now();
    expect(await takeStep(world.kept, 'test', takeDeliveries)).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
