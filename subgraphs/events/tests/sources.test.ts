import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, type Data } from '@marquee/platform/testing';
import {
  CreateEventSourceDocument,
  DeleteEventSourceDocument,
  EventSourceDocument,
  EventSourcesDocument,
  SyncEventSourceDocument,
  UpdateEventSourceDocument,
} from './generated/documents';
import { publisher, record, startImporting, type ImportWorld } from './importing';
import { startPublishing, type Publisher } from './publishing';
import { HOUR, userOf } from './world';

let world: ImportWorld;
let web: Publisher;
beforeAll(async () => {
  web = await startPublishing();
  world = await startImporting({ SOURCES_INSIDE: '127.0.0.1,localhost', EVENTBRITE_API: web.at('/v3') });
});
beforeEach(async () => {
  world.clock.advance(Date.parse('2026-11-21T12:00:00.000Z') - world.clock.now().getTime());
  await world.sql('DELETE FROM event_sources');
  await world.sql('DELETE FROM long_work');
  await world.clear();
});

let paths = 0;
const aPath = () => `/calendar-${paths++}`;
const asJson = (records: unknown) => ({ body: JSON.stringify(records), headers: { 'content-type': 'application/ld+json' } });
const night = (n: number, parts: Data = {}) => record({ name: `Night ${n}`, location: { name: `Night room ${n}` }, ...parts });
const nights = (size: number) => Array.from({ length: size }, (_, n) => night(n));

const make = async (input: Data, by: Viewer = publisher): Promise<Data> =>
  (
    await world.run(by, CreateEventSourceDocument, {
      input: { name: 'Lanterns', format: 'SCHEMA_ORG', timezone: 'America/Toronto', ...input } as never,
    })
  ).createEventSource as Data;
const source = async (input: Data, by: Viewer = publisher): Promise<string> => {
  const made = await make(input, by);
  expect(made).toMatchObject({ __typename: 'CreateEventSourceSuccess' });
  return made.source.id as string;
};
const look = async (id: string, by: Viewer = publisher): Promise<Data> =>
  (await world.run(by, EventSourceDocument, { id })).eventSource as unknown as Data;
const reached = (id: string, parts: Data, by: Viewer = publisher): Promise<Data> =>
  eventually(async () => {
    const found = await look(id, by);
    expect(found).toMatchObject(parts);
    return found;
  });
/** Reads it, and returns how it ended. */
const sync = async (id: string, input: Data = {}, by: Viewer = publisher): Promise<Data> => {
  const answer = (await world.run(by, SyncEventSourceDocument, { input: { sourceId: id, ...input } })).syncEventSource as Data;
  expect(answer).toMatchObject({ __typename: 'SyncEventSourceSuccess' });
  return eventually(async () => {
    const found = await look(id, by);
    expect(['SUCCEEDED', 'FAILED']).toContain(found.state);
    return found;
  });
};
const change = async (id: string, input: Data, by: Viewer = publisher): Promise<Data> =>
  (await world.run(by, UpdateEventSourceDocument, { input: { sourceId: id, ...input } as never })).updateEventSource as Data;
const events = async () =>
  (await world.sql('SELECT title, status, starts_at AS "startsAt", creator_id AS "creatorId" FROM events ORDER BY title')).rows as Data[];
const statuses = async () => Object.fromEntries((await events()).map(({ title, status }) => [title, status]));

describe('a source', () => {
  test('is read at once, tells its state, counts and records, and is read again when it is due (E64 to E67)', async () => {
    const path = aPath();
    web.publish(
      path,
      asJson([night(0, { maximumAttendeeCapacity: 40, performer: 'A band', doorTime: '18:00' }), night(1, { startDate: 'soon' })]),
    );
    const id = await source({ address: web.at(path) });
    const read = await reached(id, { state: 'SUCCEEDED', eventsSynced: 1, lastError: null, failures: 0 });
    const now = world.clock.now();
    expect(read).toMatchObject({
      frequencyMinutes: 240,
      lastSyncAt: now.toISOString(),
      nextSyncAt: new Date(now.getTime() + 4 * HOUR).toISOString(),
      counts: { created: 1, updated: 0, unchanged: 0, duplicates: 0, skipped: 1, calledOff: 0 },
    });
    const [one, other] = (read.lastSync as Data).records.nodes as Data[];
    expect(one).toMatchObject({
      outcome: 'CREATED',
      line: 1,
      dropped: ['doorTime'],
      event: {
        title: 'Night 0',
        status: 'PUBLISHED',
        attendanceCounts: { capacity: 40 },
        isUserGenerated: false,
        origin: { platform: '127.0.0.1', externalId: 'id of Night 0', lastSyncAt: now.toISOString() },
      },
    });
    expect(other).toMatchObject({ outcome: 'SKIPPED', reason: expect.stringContaining('startDate'), event: null });

    web.publish(path, asJson([night(0, { maximumAttendeeCapacity: 60 })]));
    await world.subgraph.runJob('sync-sources');
    expect(web.asked(path)).toHaveLength(1);
    world.clock.advance(4 * HOUR);
    await world.subgraph.runJob('sync-sources');
    const again = await reached(id, { state: 'SUCCEEDED', counts: { updated: 1, created: 0 } });
    expect((again.lastSync as Data).records.nodes[0].event.attendanceCounts.capacity).toBe(60);
    expect(again.eventsSynced).toBe(1);
  });

  test('is asked only for what has changed', async () => {
    const path = aPath();
    const answer = { ...asJson(nights(1)), headers: { etag: '"one"' } };
    web.publish(path, answer);
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    expect(await sync(id)).toMatchObject({ state: 'SUCCEEDED', counts: { created: 1 } });
    expect(web.asked(path)[1]!.headers['if-none-match']).toBe('"one"');
    // Without a word of its own, by what it says.
    web.publish(path, asJson(nights(1)));
    expect(await sync(id)).toMatchObject({ counts: { created: 1 } });
    expect(await sync(id, { whole: true })).toMatchObject({ counts: { created: 0, unchanged: 1 } });
    expect(web.asked(path)[3]!.headers['if-none-match']).toBeUndefined();
  });

  test('that fails says why, is tried again later each time, and changes nothing', async () => {
    const path = aPath();
    web.publish(path, asJson(nights(2)));
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    const waits: number[] = [];
    for (const answer of [
      { status: 500 },
      { body: '[{"@type": "Event"', headers: {} },
      { body: '[{"@type": "Event", "name": "Half', broken: true },
      { body: '[]' },
      { body: '<html>Closed</html>' },
    ]) {
      web.publish(path, answer);
      const { state, lastError, nextSyncAt } = await sync(id);
      expect({ state, lastError }).toEqual({ state: 'FAILED', lastError: expect.any(String) });
      waits.push((Date.parse(nextSyncAt as string) - world.clock.now().getTime()) / 60_000);
    }
    expect(waits).toEqual([5, 20, 80, 320, 1280]);
    expect(await look(id)).toMatchObject({ failures: 5, lastError: 'The page holds no JSON-LD (script of type application/ld+json).' });
    expect(await statuses()).toEqual({ 'Night 0': 'PUBLISHED', 'Night 1': 'PUBLISHED' });
    web.publish(path, asJson(nights(2)));
    expect(await sync(id)).toMatchObject({ state: 'SUCCEEDED', failures: 0, lastError: null });
  });

  test('calls off what it tells no more, and what it calls off; what is over stays', async () => {
    const path = aPath();
    const past = night(9, { startDate: '2026-11-21T06:00:00', endDate: '2026-11-21T23:00:00' });
    web.publish(path, asJson([...nights(4), past]));
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    web.publish(path, asJson([night(0), night(1, { eventStatus: 'EventCancelled' }), night(2, { startDate: 'broken' })]));
    expect(await sync(id)).toMatchObject({ counts: { unchanged: 1, updated: 1, skipped: 1, calledOff: 1 } });
    expect(await statuses()).toEqual({
      ...{ 'Night 0': 'PUBLISHED', 'Night 1': 'CANCELLED', 'Night 2': 'PUBLISHED', 'Night 3': 'CANCELLED', 'Night 9': 'PUBLISHED' },
    });
    const { rows } = await world.sql(
      `SELECT count(*)::int AS n FROM outbox WHERE topic = 'event.changed' AND payload ->> 'change' = 'CANCELLED'`,
    );
    expect(rows).toEqual([{ n: 2 }]);
    // Told again, it stays called off: people have been told.
    web.publish(path, asJson([night(0), night(3)]));
    expect(await sync(id)).toMatchObject({ counts: { skipped: 0, unchanged: 2 } });
  });

  test('that loses most of what it told is believed the second time', async () => {
    const path = aPath();
    web.publish(path, asJson(nights(20)));
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    web.publish(path, asJson(nights(2)));
    expect(await sync(id)).toMatchObject({
      counts: { calledOff: 0 },
      notes: ['18 of 20 events to come are not told any more: called off if the next sync says the same'],
    });
    expect(await sync(id)).toMatchObject({ counts: { calledOff: 18 }, notes: [] });
    expect(Object.values(await statuses()).filter((status) => status === 'CANCELLED')).toHaveLength(18);
  });

  test('calls nothing off where a record cannot be told from those that are missing', async () => {
    const path = aPath();
    web.publish(path, asJson(nights(3)));
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    web.publish(path, asJson([night(0), { '@type': 'Event', name: 'Night 1', startDate: 'broken' }]));
    expect(await sync(id)).toMatchObject({ counts: { calledOff: 0 }, notes: [expect.stringContaining('nothing was called off')] });
  });

  test('takes over what it has changed, field by field, and leaves what was changed here', async () => {
    const path = aPath();
    web.publish(path, asJson([night(0)]));
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    await world.sql(`UPDATE events SET description = 'Written here.'`);
    web.publish(path, asJson([night(0, { startDate: '2026-12-08T20:00:00' })]));
    expect(await sync(id)).toMatchObject({ counts: { updated: 1 } });
    const { rows } = await world.sql('SELECT description, starts_at AS at FROM events');
    expect(rows).toEqual([{ description: 'Written here.', at: new Date('2026-12-09T01:00:00Z') }]);
  });

  test('of several that tell of one concert leaves it once, and distinct sessions stay', async () => {
    const [one, other] = [aPath(), aPath()];
    const hall = { location: { name: 'Massey Hall', geo: { latitude: 43.654, longitude: -79.379 } } };
    web.publish(one, asJson([night(0, { name: 'Jazz Night at Massey', ...hall }), night(1, { name: 'Swim ages 2-3', ...hall })]));
    web.publish(other, asJson([night(0, { name: 'Jazz Nights at Massey', ...hall }), night(1, { name: 'Swim ages 4-5', ...hall })]));
    const ids = await Promise.all([source({ address: web.at(one) }), source({ address: web.at(other), name: 'Other' })]);
    const ended = await Promise.all(ids.map((id) => reached(id, { state: 'SUCCEEDED' })));
    expect(ended.map(({ counts }) => counts.created + counts.duplicates)).toEqual([2, 2]);
    expect((await events()).map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Jazz Nights? at Massey$/),
      'Swim ages 2-3',
      'Swim ages 4-5',
    ]);
  });
});

describe('formats', () => {
  test('iCalendar with several zones, times that repeat, and one that is taken out', async () => {
    const path = aPath();
    const calendar = (...more: string[]) => ({
      headers: { 'content-type': 'text/calendar' },
      body: [
        ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'X-WR-TIMEZONE:Europe/Berlin'],
        ...['BEGIN:VEVENT', 'UID:a', 'SUMMARY:Choir', 'LOCATION:Room 1', 'DTSTART;TZID=America/Toronto:20261201T190000'],
        ...['RRULE:FREQ=WEEKLY;COUNT=3', ...more, 'END:VEVENT'],
        ...['BEGIN:VEVENT', 'UID:b', 'SUMMARY:Tea', 'LOCATION:Room 2', 'DTSTART:20261205T160000', 'END:VEVENT', 'END:VCALENDAR'],
      ].join('\r\n'),
    });
    web.publish(path, calendar());
    const id = await source({ address: web.at(path), format: 'ICALENDAR' });
    await reached(id, { state: 'SUCCEEDED', counts: { created: 4 } });
    expect((await events()).map(({ title, startsAt }) => [title, (startsAt as Date).toISOString()])).toEqual(
      expect.arrayContaining([
        ['Choir', '2026-12-02T00:00:00.000Z'],
        ['Tea', '2026-12-05T15:00:00.000Z'],
      ]),
    );
    web.publish(path, calendar('EXDATE;TZID=America/Toronto:20261208T190000'));
    expect(await sync(id)).toMatchObject({ counts: { unchanged: 3, calledOff: 1 } });
  });

  test('a table with columns of its own', async () => {
    const path = aPath();
    web.publish(path, { body: 'Was;Wann\nKonzert;24.12.2026 20:00\n' });
    const columns = [
      { column: 'Was', field: 'TITLE' },
      { column: 'Wann', field: 'START' },
    ];
    const id = await source({ address: web.at(path), format: 'CSV', columns, dateFormat: 'dd.MM.yyyy HH:mm' });
    expect(await reached(id, { state: 'SUCCEEDED', counts: { created: 1 } })).toMatchObject({ columns, dateFormat: 'dd.MM.yyyy HH:mm' });
    // A row without an id is known by its title, place and start.
    expect(await sync(id, { whole: true })).toMatchObject({ counts: { unchanged: 1 } });
  });

  test('a page of HTML', async () => {
    const path = aPath();
    web.publish(path, { body: `<html><script type="application/ld+json">${JSON.stringify(night(0))}</script></html>` });
    await reached(await source({ address: web.at(path) }), { state: 'SUCCEEDED', counts: { created: 1 } });
  });
});

describe('Eventbrite', () => {
  const listed = (n: number, parts: Data = {}) => ({
    ...{ id: `${n}`, name: { text: `Listed ${n}` }, status: 'live', listed: true, capacity: 30, age_restriction: '18+' },
    start: { timezone: 'America/Toronto', local: '2026-12-08T19:00:00', utc: '2026-12-09T00:00:00Z' },
    end: { timezone: 'America/Toronto', local: '2026-12-08T21:00:00', utc: '2026-12-09T02:00:00Z' },
    venue: {
      name: `Room ${n}`,
      address: { address_1: '1 Queen St', city: 'Toronto', country: 'CA' },
      latitude: '43.65',
      longitude: '-79.38',
    },
    ticket_availability: { minimum_ticket_price: { major_value: '12.50', currency: 'CAD' } },
    ...parts,
  });
  const path = '/v3/organizations/lanterns/events/';
  const pages = (all: Data[][]) => (request: { url?: string | undefined; headers: Data }) => {
    if (request.headers.authorization !== 'Bearer let-me-in') return { status: 401 };
    const at = Number(new URL(request.url!, 'http://x').searchParams.get('continuation') ?? 0);
    const pagination = { has_more_items: at < all.length - 1, continuation: String(at + 1) };
    return { body: JSON.stringify({ events: all[at], pagination }) };
  };

  test('is read page by page, with its token; drafts are nobody’s; what is taken away there is called off (E65)', async () => {
    web.publish(path, pages([[listed(1), listed(2, { status: 'draft' })], [listed(3)], [listed(4, { listed: false })]]));
    const id = await source({ format: 'EVENTBRITE', address: 'lanterns', token: 'let-me-in' });
    const read = await reached(id, { state: 'SUCCEEDED', counts: { created: 2 }, hasToken: true });
    expect((read.lastSync as Data).records.nodes[0]).toMatchObject({
      dropped: ['age_restriction'],
      event: { title: 'Listed 1', attendanceCounts: { capacity: 30 }, origin: { platform: 'eventbrite', externalId: 'eventbrite:1' } },
    });
    expect(web.asked(path)).toHaveLength(3);
    web.publish(path, pages([[listed(1, { status: 'canceled' })]]));
    expect(await sync(id)).toMatchObject({ counts: { updated: 1, calledOff: 1 } });
    const { rows } = await world.sql('SELECT sealed_token FROM event_sources');
    expect(JSON.stringify(rows)).not.toContain('let-me-in');
  });

  test('is asked again after the time that it asks for, where it stopped', async () => {
    let isBusy = true;
    const answer = pages([[listed(1)], [listed(2)]]);
    web.publish(path, (request) => {
      if (!isBusy || !request.url!.includes('continuation')) return answer(request);
      isBusy = false;
      return { status: 429, headers: { 'retry-after': '120' } };
    });
    const id = await source({ format: 'EVENTBRITE', address: 'lanterns', token: 'let-me-in' });
    await eventually(async () => {
      const { rows } = await world.sql('SELECT state, run_at AS "runAt" FROM long_work');
      expect(rows).toEqual([{ state: 'QUEUED', runAt: new Date(world.clock.now().getTime() + 120_000) }]);
    });
    expect(await events()).toEqual([]);
    const before = web.asked(path).length;
    world.clock.advance(121_000);
    world.bus.push('work:waits', {});
    await reached(id, { state: 'SUCCEEDED', counts: { created: 2 } });
    expect(web.asked(path).length - before).toBe(1);
  });

  test.each([
    [{ status: 403 }, 'Eventbrite refuses the token.'],
    [{ status: 404 }, 'Eventbrite knows no such organisation.'],
    [{ status: 502 }, 'Eventbrite is not available at present (502).'],
    [{ body: '{"events": 3}' }, 'Eventbrite answered what nobody understands here (200).'],
    [{ body: '{"events": [], "pagination": {"has_more_items": true}}' }, 'Eventbrite tells of more pages, and not where they are.'],
  ])('%j', async (answer, lastError) => {
    web.publish(path, answer);
    await reached(await source({ format: 'EVENTBRITE', address: 'lanterns', token: 'let-me-in' }), { state: 'FAILED', lastError });
  });
});

describe('whose it is', () => {
  const path = '/somebodys';
  beforeAll(() => web.publish(path, asJson(nights(1))));

  test('nobody else sees, changes, reads or ends it', async () => {
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    const stranger = aViewer();
    expect(await look(id, stranger)).toBeNull();
    expect(await change(id, { version: 1, name: 'Mine' }, stranger)).toMatchObject({ __typename: 'NotFound' });
    const sent = { input: { sourceId: id } };
    expect((await world.run(stranger, SyncEventSourceDocument, sent)).syncEventSource).toMatchObject({ __typename: 'NotFound' });
    expect((await world.run(stranger, DeleteEventSourceDocument, sent)).deleteEventSource).toMatchObject({ __typename: 'NotFound' });
    const list = async (by: Viewer) => (await world.run(by, EventSourcesDocument, {})).eventSources.totalCount;
    expect([await list(publisher), await list(stranger)]).toEqual([1, 0]);
  });

  test('of an organisation it is theirs who run it; who leaves brings nothing more (E31)', async () => {
    const [owner, manager, member] = [aViewer(), aViewer(), aViewer()];
    const organizationId = crypto.randomUUID();
    await world.employ(owner, organizationId, 'OWNER');
    await world.employ(manager, organizationId, 'MANAGER');
    await world.employ(member, organizationId, 'MEMBER' as never);
    expect(await make({ address: web.at(path), organizationId }, member)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await make({ address: web.at(path), organizationId }, aViewer())).toMatchObject({ __typename: 'NotFound' });
    const id = await source({ address: web.at(path), organizationId }, manager);
    await reached(id, { state: 'SUCCEEDED', organization: { id: organizationId } }, owner);
    const { rows } = await world.sql('SELECT organization_id AS of, status FROM events');
    // Its owner may not publish at once.
    expect(rows).toEqual([{ of: organizationId, status: 'PENDING_REVIEW' }]);
    expect(await look(id, member)).toBeNull();
    await world.employ(manager, organizationId, null, 2);
    expect(await sync(id, { whole: true }, owner)).toMatchObject({
      state: 'FAILED',
      lastError: 'Its owner does not run the organisation any more.',
    });
  });

  test('its token goes nowhere else, and its owner’s word does not hold for what somebody else has read', async () => {
    const manager = aViewer();
    const organizationId = crypto.randomUUID();
    await world.employ(publisher, organizationId, 'OWNER');
    await world.employ(manager, organizationId, 'MANAGER');
    const [own, other] = [aPath(), aPath()];
    web.publish(own, asJson(nights(1)));
    web.publish(other, asJson([night(7)]));
    const id = await source({ address: web.at(own), organizationId, token: 'let-me-in' });
    const { version } = await reached(id, { state: 'SUCCEEDED', hasToken: true });
    const same = await change(id, { version, address: web.at(other) });
    expect(same).toMatchObject({ source: { hasToken: true } });
    const elsewhere = web.at(other).replace('127.0.0.1', 'localhost');
    const moved = await change(id, { version: same.source.version, address: elsewhere }, manager);
    expect(moved).toMatchObject({ source: { hasToken: false, address: elsewhere } });
    await world.sql('DELETE FROM long_work');
    await world.subgraph.runJob('sync-sources');
    await reached(id, { state: 'SUCCEEDED', counts: { created: 1 } });
    expect(web.asked(other).map(({ headers }) => headers.authorization)).not.toContain('Bearer let-me-in');
    expect(await statuses()).toMatchObject({ 'Night 7': 'PENDING_REVIEW' });
  });

  test('a suspended owner brings nothing, an erased one leaves no source', async () => {
    const owner = aViewer();
    const told = (parts: Data = {}) => world.tell('user.updated', owner.id, { ...userOf(owner), ...parts });
    await told();
    const id = await source({ address: web.at(path) }, owner);
    await reached(id, { state: 'SUCCEEDED' }, owner);
    await told({ active: false, version: 2 });
    world.clock.advance(5 * HOUR);
    await world.subgraph.runJob('sync-sources');
    await eventually(async () => {
      const { rows } = await world.sql('SELECT last_error AS "lastError" FROM event_sources');
      expect(rows).toEqual([{ lastError: 'The account of its owner is not active.' }]);
    });
    await world.tell('user.erased', owner.id, { userId: owner.id });
    expect((await world.sql('SELECT id FROM event_sources')).rows).toEqual([]);
    expect((await world.sql('SELECT id FROM long_work')).rows).toEqual([]);
  });

  test('a word of trust lasts thirty days', async () => {
    const own = aPath();
    web.publish(own, asJson([night(0)]));
    const id = await source({ address: web.at(own), frequencyMinutes: 10_080 });
    await reached(id, { state: 'SUCCEEDED' });
    world.clock.advance(31 * 24 * HOUR);
    web.publish(own, asJson([night(5, { startDate: '2027-03-01T19:00:00', endDate: '2027-03-01T20:00:00' })]));
    await world.subgraph.runJob('sync-sources');
    await reached(id, { state: 'SUCCEEDED', counts: { created: 1 } });
    expect(await statuses()).toMatchObject({ 'Night 5': 'PENDING_REVIEW' });
  });
});

describe('changed', () => {
  test('it is read anew where it is read otherwise; switched off, it is not', async () => {
    const [one, other] = [aPath(), aPath()];
    web.publish(one, { ...asJson(nights(1)), headers: { etag: '"x"' } });
    web.publish(other, asJson(nights(2)));
    const id = await source({ address: web.at(one) });
    const { version } = await reached(id, { state: 'SUCCEEDED' });
    expect(await change(id, { version: 0, name: 'Old' })).toMatchObject({ __typename: 'Conflict' });
    const moved = await change(id, { version, address: web.at(other), name: 'Other' });
    expect(moved).toMatchObject({ source: { name: 'Other', address: web.at(other), nextSyncAt: world.clock.now().toISOString() } });
    await world.subgraph.runJob('sync-sources');
    const read = await reached(id, { state: 'SUCCEEDED', counts: { created: 1, unchanged: 1 } });
    const off = await change(id, { version: read.version, isActive: false });
    expect(off).toMatchObject({ source: { isActive: false, nextSyncAt: null } });
    world.clock.advance(48 * HOUR);
    await world.subgraph.runJob('sync-sources');
    expect(web.asked(other)).toHaveLength(1);
  });

  test('switched off while it is read, nothing more of it is taken in', async () => {
    const path = aPath();
    web.publish(path, { silent: true });
    const id = await source({ address: web.at(path) });
    const { version } = await reached(id, { state: 'SYNCING' });
    await eventually(async () => expect(web.asked(path)).toHaveLength(1));
    expect(await change(id, { version, isActive: false })).toMatchObject({ source: { state: 'PENDING', isActive: false } });
    expect((await world.sql('SELECT state FROM long_work')).rows).toEqual([{ state: 'CANCELLED' }]);
    web.publish(path, asJson(nights(1)));
    // Asked for by hand, it is read all the same.
    expect(await sync(id)).toMatchObject({ state: 'SUCCEEDED', counts: { created: 1 }, nextSyncAt: null });
  });

  test('deleted, it is gone; its events stay', async () => {
    const path = aPath();
    web.publish(path, asJson(nights(1)));
    const id = await source({ address: web.at(path) });
    await reached(id, { state: 'SUCCEEDED' });
    const answer = await world.run(publisher, DeleteEventSourceDocument, { input: { sourceId: id } });
    expect(answer.deleteEventSource).toMatchObject({ deletedId: id });
    expect(await look(id)).toBeNull();
    expect(await statuses()).toEqual({ 'Night 0': 'PUBLISHED' });
  });
});

describe('is refused', () => {
  test.each([
    [{ address: 'http://10.0.0.1/a.ics' }, 'address'],
    [{ address: 'http://printer.local/a.ics' }, 'address'],
    [{ address: 'http://169.254.169.254/latest/meta-data' }, 'address'],
    [{ address: 'ftp://calendar.example/a.ics' }, 'address'],
    [{ address: 'https://me:secret@calendar.example/' }, 'address'],
    [{ format: 'EVENTBRITE', address: '../../admin', token: 'x' }, 'address'],
    [{ format: 'EVENTBRITE', address: 'lanterns' }, 'token'],
    [{ address: 'https://calendar.example/', timezone: 'Mars/Base' }, 'timezone'],
    [{ address: 'https://calendar.example/', frequencyMinutes: 1 }, 'frequencyMinutes'],
    [{ address: 'https://calendar.example/', name: 'x'.repeat(51) }, 'name'],
  ])('%j', async (input, path) => {
    expect(await make(input)).toMatchObject({ __typename: 'InvalidInput', fields: [{ path }] });
  });

  test('a redirect inside the network', async () => {
    const path = aPath();
    web.publish(path, { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } });
    await reached(await source({ address: web.at(path) }), {
      state: 'FAILED',
      lastError: 'The address redirects to one that must be an address that everybody can open.',
    });
  });

  test('a document whose events are larger than they look, each with what it refers to', async () => {
    const path = aPath();
    const hall = { '@type': 'Place', '@id': '#hall', name: 'Hall', description: 'x'.repeat(100_000) };
    const told = Array.from({ length: 1_000 }, (_, n) => night(n, { location: { '@id': '#hall' } }));
    web.publish(path, asJson([hall, ...told]));
    await reached(await source({ address: web.at(path) }), {
      state: 'FAILED',
      lastError: 'Its events hold more than 40 MB, each with what it refers to.',
    });
  });

  test('more than twenty of one owner, also side by side', async () => {
    await world.sql(`INSERT INTO event_sources (id, owner_id, name, format, address, timezone, next_sync_at, is_active, created_at, updated_at)
      SELECT gen_random_uuid(), '${publisher.id}', 'x', 'CSV', 'https://x.example/', 'UTC', now(), false, now(), now() FROM generate_series(1, 19)`);
    const path = aPath();
    web.publish(path, asJson(nights(1)));
    const made = await Promise.all([make({ address: web.at(path) }), make({ address: web.at(path) })]);
    expect(made.map(({ __typename }) => __typename as string).sort()).toEqual(['CreateEventSourceSuccess', 'NotAllowed']);
  });
});
