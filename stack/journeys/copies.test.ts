import { randomUUID } from 'node:crypto';
import { MovableClock, wantComparison } from '@marquee/platform';
import { afterTests } from '@marquee/platform/testing';
import pg from 'pg';
import type { City } from '../sweep/city';
import { copyInvariants } from '../sweep/invariants/copies';
import type { Stack } from '../src/one-process';
import { modules } from '../src/modules';
import { eventually } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

const NIGHT = 3;
const clock = new MovableClock();
let stack: Stack;
let story: Story;
let pools: Map<string, pg.Pool>;

const query = async (database: string, text: string, values: unknown[] = []) => (await pools.get(database)!.query(text, values)).rows;

/** Changes rows behind the back of the product; each statement changes some. */
const falsify = async (database: string, text: string, ...values: unknown[]) => {
  const { rowCount } = await pools.get(database)!.query(text, values);
  expect({ text, changed: rowCount! > 0 }).toEqual({ text, changed: true });
};

/** What the sweep says of copies that are not as their source. */
const broken = async () => {
  const city = { rows: query } as unknown as City;
  const found = await Promise.all(copyInvariants.map(async ({ name, check }) => ({ name, details: await check(city) })));
  return found.filter(({ details }) => details.length > 0);
};
const brokenNames = async () => [...new Set((await broken()).map(({ name }) => name))].sort();

/** What was told is no news any more. */
const fiveMinutesPass = async () => {
  for (const name of pools.keys()) await query(name, `UPDATE outbox SET occurred_at = occurred_at - interval '6 minutes'`);
};

const compareAtNight = async () => {
  const hours = (24 + NIGHT - clock.now().getUTCHours()) % 24;
  clock.advance(hours * 3_600_000);
  for (const subgraph of stack.subgraphs) expect(await subgraph.runJob('compare-copies')).toBe(true);
};

const operatorCompares = async () => {
  for (const [name, pool] of pools) await wantComparison(pool, name);
};

const digests = async () =>
  (await Promise.all([...pools.keys()].map((name) => query(name, `SELECT key FROM outbox WHERE topic = 'copies.digested'`)))).flat();

beforeAll(async () => {
  const running = await runningStack({}, { clock });
  stack = running.stack;
  story = new Story(running.world);
  pools = new Map(modules.map(({ name }) => [name, new pg.Pool({ connectionString: running.databaseUrls[name]!, max: 2 })]));
  afterTests(() => Promise.all([...pools.values()].map((pool) => pool.end())));
}, 120_000);
afterAll(() => story?.end());

test('copies that were falsified are right again after the night (X33)', async () => {
  const [ann, bob] = [await story.person('Ann', 0), await story.person('Bob', 1)];
  const curator = await story.curator(0);
  const event = await story.draft(ann.app);
  await story.publish(ann.app, curator, event.id);
  await eventually(
    () => story.page(bob.app, event.id),
    (page) => page?.status === 'PUBLISHED',
    20_000,
    'published',
  );
  const deleted = await story.draft(ann.app);
  await ann.app.succeed('DeleteEvent', { eventId: deleted.id });
  await bob.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
  await ann.app.succeed('InviteToEvent', { eventId: event.id, userIds: [bob.id] });
  const { connection } = await ann.app.succeed('RequestConnection', { userId: bob.id, type: 'FRIEND' });
  await bob.app.succeed('RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
  const { group } = await ann.app.succeed('CreateGroup', { name: `Crew ${story.tag}` });
  const { organization } = await ann.app.succeed('CreateOrganization', { name: `House ${story.tag}` });
  await eventually(broken, (found) => found.length === 0, 20_000, 'all copies are there');
  await fiveMinutesPass();

  // Facts that never came.
  await falsify('social', 'DELETE FROM people WHERE id = $1', bob.id);
  await falsify('payments', 'DELETE FROM events WHERE id = $1', event.id);
  await falsify('social', 'DELETE FROM attendances WHERE user_id = $1', bob.id);
  await falsify('events', 'DELETE FROM group_members WHERE group_id = $1', group.id);
  await falsify('events', 'DELETE FROM person_edges WHERE connection_id = $1 AND user_id = $2', connection.id, bob.id);
  await falsify('curation', 'DELETE FROM organization_members WHERE organization_id = $1', organization.id);
  await falsify('payments', 'DELETE FROM event_invitations WHERE event_id = $1', event.id);
  // Facts that came before the last one, which did not.
  await falsify('payments', 'UPDATE people SET version = version - 1, reputation = 99 WHERE id = $1', ann.id);
  await falsify('social', `UPDATE known_events SET version = version - 1, status = 'DRAFT' WHERE id = $1`, event.id);
  await falsify('social', 'UPDATE known_events SET version = version - 1, deleted = false WHERE id = $1', deleted.id);
  // Copies that were made before the source lost its last hours.
  await falsify('curation', 'UPDATE person_copies SET version = version + 5, reputation = 77 WHERE user_id = $1', bob.id);
  await falsify('payments', `UPDATE event_guests SET version = version + 5, status = 'MAYBE' WHERE user_id = $1`, bob.id);
  // Rows that the source does not have: one whose end was told, and one that nobody explains.
  const [gone, ghost] = [randomUUID(), randomUUID()];
  for (const id of [gone, ghost])
    await falsify('payments', 'INSERT INTO people (id, version, active, points, reputation) VALUES ($1, 3, true, 0, 0)', id);
  const told = [randomUUID(), gone, JSON.stringify({ userId: gone })];
  await falsify(
    'users',
    `INSERT INTO outbox (id, topic, key, payload, published_at, occurred_at)
    VALUES ($1, 'user.erased', $2, $3::jsonb, now(), now() - interval '1 hour')`,
    ...told,
  );
  await falsify(
    'events',
    'INSERT INTO group_members (group_id, user_id, version, role) VALUES ($1, $2, 9, $3)',
    group.id,
    bob.id,
    'MEMBER',
  );
  expect(await brokenNames()).toEqual([
    'attendances as payments knows them',
    'attendances as social knows them',
    'events as payments knows them',
    'events as social knows them',
    'members of groups as events knows them',
    'people as curation knows them',
    'people as payments knows them',
    'people as social knows them',
    'who is invited to an event, as payments knows it',
    'who works for an organisation, as curation knows it',
  ]);

  await compareAtNight();
  const mended = (found: Awaited<ReturnType<typeof broken>>) => found.flatMap(({ details }) => details).length <= 1;
  const left = await eventually(broken, mended, 20_000, 'all copies are mended');
  expect(left).toEqual([{ name: 'people as payments knows them', details: [expect.stringContaining(ghost)] }]);
  expect(await query('events', 'SELECT user_id FROM person_edges WHERE connection_id = $1', [connection.id])).toHaveLength(2);
  expect(await query('payments', 'SELECT erased, active FROM people WHERE id = $1', [gone])).toEqual([{ erased: true, active: false }]);
  expect(await query('social', 'SELECT deleted FROM known_events WHERE id = $1', [deleted.id])).toEqual([{ deleted: true }]);
  const metrics = await Promise.all(stack.subgraphs.map((subgraph) => subgraph.metrics()));
  expect(metrics.join('')).toContain('marquee_copies_unexplained_rows_total{subgraph="payments",collection="people"} 1');
  expect(metrics.join('')).toMatch(/marquee_copies_mended_rows_total\{subgraph="social",collection="events"\} 2/);
}, 90_000);

test('the door knows the tickets that were sold after the night, whatever it knew of them before (X33)', async () => {
  const [ann, bob] = [await story.person('Anna', 0), await story.person('Rob', 1)];
  const curator = await story.curator(0);
  const event = await story.draft(ann.app);
  await story.publish(ann.app, curator, event.id);
  const price = { amountMinor: 1500, currency: 'CAD' };
  const { createTicketTier } = await eventually(
    () => ann.app.do('CreateTicketTier', { input: { eventId: event.id, name: 'Evening', price, quantity: 5 } }),
    (data) => data.createTicketTier.__typename === 'CreateTicketTierSuccess',
    20_000,
    'a tier',
  );
  const items = [{ tierId: createTicketTier.tier.id, quantity: 2 }];
  const { checkout } = await eventually(
    () => bob.app.do('Checkout', { input: { items } }),
    (data) => data.checkout.__typename === 'CheckoutSuccess',
    20_000,
    'places',
  );
  await bob.app.succeed('ConfirmPayment', { paymentId: checkout.payment.id, paymentMethod: 'pm_card_visa' });
  const atDoor = () =>
    query('events', 'SELECT id, paid_at IS NOT NULL AS paid, refunded_at IS NOT NULL AS back FROM tickets WHERE event_id = $1', [event.id]);
  const places = () => query('events', 'SELECT status, tickets FROM attendances WHERE event_id = $1', [event.id]);
  const sold = await eventually(atDoor, (tickets) => tickets.length === 2, 20_000, 'tickets');
  const going = await eventually(places, (answers) => answers[0]?.tickets === 2, 20_000, 'an answer');
  await eventually(broken, (found) => found.length <= 1, 20_000, 'all copies are there');
  await fiveMinutesPass();
  await falsify('events', 'DELETE FROM tickets WHERE id = $1', sold[0].id);
  await falsify('events', 'UPDATE tickets SET refunded_at = now() WHERE id = $1', sold[1].id);
  await operatorCompares();
  await eventually(atDoor, (tickets) => tickets.length === 2 && tickets.every(({ paid, back }) => paid && !back), 20_000, 'tickets again');
  expect(await places()).toEqual(going);
}, 90_000);

test('a night is one comparison, however often the job runs', async () => {
  await compareAtNight();
  const before = await digests();
  expect(before.length).toBeGreaterThan(5);
  await compareAtNight();
  expect(await digests()).toHaveLength(before.length);
});
