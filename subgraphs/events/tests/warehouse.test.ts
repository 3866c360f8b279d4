import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { afterTests, aViewer, type Data } from '@marquee/platform/testing';
import { sqlOn, type Sql } from './sql';
import { rowsSql, STREAMS } from '../src/modules/warehouse/warehouse-streams.sql';
import { startWorld, userOf, type World } from './world';

// Numbers are archived to a warehouse (E37); what people did is streamed there (X100).

interface Received {
  stream: string;
  key: string;
  token: string | undefined;
  rows: Data[];
}

/** A warehouse as somebody would run it: takes lines of JSON, or answers what it is told to. */
async function startWarehouse() {
  const received: Received[] = [];
  const refusals: { status: number; retryAfter?: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const lines = gunzipSync(Buffer.concat(chunks)).toString('utf8').trimEnd().split('\n');
      const { 'idempotency-key': key, authorization: token } = request.headers;
      received.push({
        ...{ stream: request.url!.split('/').at(-1)!, key: key as string, token },
        rows: lines.map((line) => JSON.parse(line) as Data),
      });
      const refusal = refusals.shift();
      response.writeHead(refusal?.status ?? 202, refusal?.retryAfter ? { 'retry-after': refusal.retryAfter } : {}).end('{"taken": true}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterTests(() => {
    server.closeAllConnections();
    return new Promise<void>((done) => server.close(() => done()));
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/`;
  const of = (stream: string) => received.filter((batch) => batch.stream === stream);
  return { address, received, refusals, of };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let warehouse: Awaited<ReturnType<typeof startWarehouse>>;
let world: World;
let sql: Sql;
beforeAll(async () => {
  warehouse = await startWarehouse();
  world = await startWorld({ settings: { WAREHOUSE: warehouse.address, WAREHOUSE_TOKEN: 'a token of the house' } });
  sql = sqlOn(world);
});
beforeEach(() => {
  warehouse.received.length = 0;
  warehouse.refusals.length = 0;
});

const fill = () => world.subgraph.runJob('fill-warehouse');
const stateOf = async (name: string) =>
  (
    await sql('SELECT tries, failure, batch_id AS batch, sent_rows::int AS rows, due_at AS due FROM warehouse_streams WHERE name = $1', [
      name,
    ])
  ).rows[0];
/** Written down by the database's own clock, as all of them are. */
const deed = async (actorId: string, parts: { userId?: string; clientId?: string; query?: string; agoMs?: number } = {}) => {
  const at = new Date(world.clock.now().getTime() - (parts.agoMs ?? 5 * MINUTE));
  await sql(
    `INSERT INTO interactions (actor_id, client_id, at, type, user_id, source, query, results, received_at)
     VALUES ($1, $2, $3, 'SEARCH', $4, 'SEARCH', $5, 3, $3)`,
    [actorId, parts.clientId ?? randomUUID(), at, parts.userId ?? null, parts.query ?? null],
  );
};

test('an event is sent once, 48 hours after its end, with its numbers (E37)', async () => {
  const startsAt = new Date(world.clock.now().getTime() + HOUR);
  const { id } = await world.anEvent({
    ...{ title: 'Lantern night', startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + HOUR).toISOString(), capacity: 5 },
    venue: { name: 'Riverdale Park', city: 'Toronto', latitude: 43.66723, longitude: -79.35851 },
  });
  const secret = await world.anEvent({
    ...{ title: 'Surprise', visibility: 'PRIVATE', startsAt: startsAt.toISOString() },
    endsAt: new Date(startsAt.getTime() + HOUR).toISOString(),
  });
  await world.rsvp(aViewer(), id, 'GOING');
  await world.rsvp(aViewer(), id, 'MAYBE');
  world.clock.advance(24 * HOUR);
  await world.subgraph.runJob('complete-past-events');
  await fill();
  expect(warehouse.of('events')).toEqual([]);
  world.clock.advance(48 * HOUR);
  await fill();
  await fill();
  const [batch, ...others] = warehouse.of('events');
  expect([batch!.token, others]).toEqual(['Bearer a token of the house', []]);
  const told = (eventId: string) => batch!.rows.find((row) => row.eventId === eventId);
  expect(told(id)).toMatchObject({
    ...{ title: 'Lantern night', status: 'COMPLETED', city: 'Toronto', latitude: 43.67, longitude: -79.36 },
    ...{ capacity: 5, going: 1, maybe: 1, cameIn: 0, tickets: 0 },
  });
  expect(told(secret.id)).toMatchObject({ title: null, visibility: 'PRIVATE' });
});

test('what people did is sent under names that tell nobody who they are, without the words of searches; each deed once (X100, X101)', async () => {
  const [ada, visitor] = [aViewer(), randomUUID()];
  await deed(ada.id, { userId: ada.id, clientId: 'one', query: 'my own name', agoMs: 6 * MINUTE });
  await deed(ada.id, { userId: ada.id, clientId: 'two' });
  await deed(visitor, { clientId: 'three' });
  await deed(visitor, { clientId: 'too young', agoMs: MINUTE });
  await fill();
  const rows = warehouse.of('interactions').flatMap((batch) => batch.rows);
  expect(rows.map(({ clientId, isVisitor, results }) => [clientId, isVisitor, results]).sort()).toEqual([
    ['one', false, 3],
    ['three', true, 3],
    ['two', false, 3],
  ]);
  expect(new Set(rows.map(({ actor }) => actor as string)).size).toBe(2);
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${ada.id}|${visitor}|my own name`));
  world.clock.advance(5 * MINUTE);
  await fill();
  expect(
    warehouse
      .of('interactions')
      .at(-1)!
      .rows.map(({ clientId }) => clientId as string),
  ).toEqual(['too young']);
});

test('a batch that is not taken is the same one later, after a pause that grows; other streams go on', async () => {
  await deed(randomUUID(), { clientId: 'first' });
  warehouse.refusals.push({ status: 503 }, { status: 500 });
  await fill();
  const first = warehouse.of('interactions').at(-1)!;
  expect(await stateOf('interactions')).toMatchObject({ tries: 1, failure: 'It answered 503.', batch: expect.any(String) as string });
  await deed(randomUUID(), { clientId: 'second', agoMs: 3 * MINUTE });
  await fill();
  expect(warehouse.of('interactions')).toHaveLength(1);
  world.clock.advance(MINUTE);
  await fill();
  const again = warehouse.of('interactions').at(-1)!;
  expect([again.key, again.rows]).toEqual([first.key, first.rows]);
  const { due } = (await stateOf('interactions'))!;
  expect((due as Date).getTime() - world.clock.now().getTime()).toBe(2 * MINUTE);
  world.clock.advance(2 * MINUTE);
  await fill();
  const clientIds = warehouse.of('interactions').map(({ rows }) => rows.map(({ clientId }) => clientId as string));
  expect(clientIds).toEqual([['first'], ['first'], ['first'], ['second']]);
  expect(await stateOf('interactions')).toMatchObject({ tries: 0, failure: null, batch: null });
});

test('who is busy is left alone for as long as they ask', async () => {
  await deed(randomUUID());
  warehouse.refusals.push({ status: 429, retryAfter: '600' });
  await fill();
  world.clock.advance(9 * MINUTE);
  await fill();
  expect(warehouse.received).toHaveLength(1);
  world.clock.advance(MINUTE);
  await fill();
  expect(await stateOf('interactions')).toMatchObject({ failure: null });
});

test('whoever is erased, or switches it off, is told there by their name, and is in no batch that waits', async () => {
  const [ada, bo] = [aViewer(), aViewer()];
  for (const person of [ada, bo]) await world.tell('user.updated', person.id, userOf(person));
  await deed(ada.id, { userId: ada.id, clientId: 'of ada' });
  await deed(bo.id, { userId: bo.id, clientId: 'of bo' });
  await fill();
  const names = new Map(
    warehouse.of('interactions').flatMap(({ rows }) => rows.map((row) => [row.clientId as string, row.actor as string])),
  );
  await deed(ada.id, { userId: ada.id, clientId: 'late', agoMs: 3 * MINUTE });
  warehouse.refusals.push({ status: 500 });
  await fill();
  await world.tell('user.erased', ada.id, { userId: ada.id });
  await world.run(bo, 'mutation { setPersonalization(input: { enabled: false }) { __typename } }', {});
  world.clock.advance(5 * MINUTE);
  warehouse.received.length = 0;
  await fill();
  expect(warehouse.of('interactions')).toEqual([]);
  const forgotten = warehouse.of('forgotten').flatMap(({ rows }) => rows.map(({ actor }) => actor as string));
  expect(forgotten.sort()).toEqual([names.get('of ada')!, names.get('of bo')!].sort());
  world.clock.advance(31 * 24 * HOUR);
  await fill();
  expect((await sql('SELECT 1 FROM warehouse_forgotten')).rows).toEqual([]);
});

test('a warehouse that is away holds nothing up, and its address is told to nobody', async () => {
  const away = await startWorld({ settings: { WAREHOUSE: 'http://127.0.0.1:1' } });
  const { id } = await away.anEvent();
  await sqlOn(away)(
    `UPDATE events SET status = 'COMPLETED', starts_at = '2026-01-01', ends_at = '2026-01-02', updated_at = '2026-01-02' WHERE id = $1`,
    [id],
  );
  await away.subgraph.runJob('fill-warehouse');
  const { rows } = await sqlOn(away)('SELECT failure, tries FROM warehouse_streams');
  expect(rows).toEqual([{ failure: 'It cannot be reached.', tries: 1 }]);
});

test('without one nothing is kept for it', async () => {
  const none = await startWorld();
  const ada = aViewer();
  await none.tell('user.updated', ada.id, userOf(ada));
  await none.tell('user.erased', ada.id, { userId: ada.id });
  await none.subgraph.runJob('fill-warehouse');
  const { rows } = await sqlOn(none)(
    'SELECT (SELECT count(*) FROM warehouse_forgotten)::int + (SELECT count(*) FROM warehouse_streams)::int AS n',
  );
  expect(rows).toEqual([{ n: 0 }]);
});

test('the next rows are found by an index, however much is over', async () => {
  await sql(`SET enable_seqscan = off`);
  for (const stream of STREAMS) {
    const { sql: text, values } = rowsSql(stream, { at: '2026-01-01', id: '' }, { to: null, most: 10, now: world.clock.now() });
    const statement = values.reduce<string>((all, _value, at) => all.replace('?', `$${at + 1}`), text);
    const { rows } = await sql(`EXPLAIN ${statement}`, values as unknown[]);
    const plan = rows.map((row) => Object.values(row)[0] as string).join('\n');
    expect(plan).toMatch(/events_over_idx|interactions.*received_at_idx|warehouse_forgotten_at_idx/);
  }
});

test('an event that is completed or called off when it is long over, behind others that were sent, is sent too, once', async () => {
  const from = world.clock.now().getTime();
  const at = (hours: number) => new Date(from + hours * HOUR).toISOString();
  const late = await world.anEvent({ title: 'Completed late', startsAt: at(1), endsAt: at(2) });
  const off = await world.anEvent({ title: 'Called off late', startsAt: at(1), endsAt: at(3) });
  const soon = await world.anEvent({ title: 'Sent in time', startsAt: at(1), endsAt: at(30) });
  const set = (id: string, status: string) =>
    sql(`UPDATE events SET status = $2::event_status, updated_at = $3 WHERE id = $1`, [id, status, world.clock.now()]);
  const sent = async () => {
    warehouse.received.length = 0;
    await fill();
    return warehouse.of('events').flatMap(({ rows }) => rows.map(({ title }) => title));
  };
  world.clock.advance(31 * HOUR);
  await set(soon.id, 'COMPLETED');
  world.clock.advance(60 * HOUR);
  expect(await sent()).toEqual(['Sent in time']);
  await set(late.id, 'COMPLETED');
  await set(off.id, 'CANCELLED');
  expect(await sent()).toEqual([]);
  world.clock.advance(3 * MINUTE);
  expect((await sent()).sort()).toEqual(['Called off late', 'Completed late']);
  expect(await sent()).toEqual([]);
});
