import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, databaseBefore, meetingOf, type Data } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import {
  CompareEventVersionsDocument,
  CreateVenueDocument,
  EventHistoryDocument,
  ImportEventsDocument,
  ProposedDocument,
  RollbackEventDocument,
  UpdateEventDocument,
  WholeEventDocument,
  type RollbackEventInput,
  type UpdateEventInput,
} from './generated/documents';
import { carelessEvents } from './careless';
import { aReplica, type Replica } from './replicas';
import { publisher, record } from './importing';
import { DAY, decision, startWorld, type World } from './world';

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const update = async (input: UpdateEventInput, viewer = world.organiser): Promise<Data> => {
  const { updateEvent } = await world.run(viewer, UpdateEventDocument, { input });
  if (updateEvent.__typename !== 'UpdateEventSuccess') throw new Error(JSON.stringify(updateEvent));
  return updateEvent.event;
};
const historyOf = async (id: string, viewer: Viewer | null = world.organiser, page: object = {}): Promise<Data> =>
  (await world.run(viewer, EventHistoryDocument, { id, ...page })).event?.versions as Data;
const rollback = async (input: RollbackEventInput, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, RollbackEventDocument, { input })).rollbackEvent;

describe('the history of an event', () => {
  test('tells who changed what, and when: content, times, place and capacity together (E32)', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT', title: 'Jazz', capacity: 10 });
    world.clock.advance(1000);
    await update({
      eventId: id,
      version: 1,
      title: 'Blues',
      capacity: 20,
      venue: { name: 'The Rex', city: 'Toronto', latitude: 43.65, longitude: -79.39 },
    });
    const editor = aViewer();
    await world.join(id, editor, 'EDITOR');
    const { version } = (await world.run(world.organiser, WholeEventDocument, { id })).event!;
    await update({ eventId: id, version, startsAt: later(29 * DAY), tags: ['late'] }, editor);
    const { nodes, totalCount } = await historyOf(id);
    expect(totalCount).toBe(version + 1);
    expect(nodes.map((node: Data) => [node.number, node.change, node.changedFields, node.changedBy?.id])).toEqual([
      [version + 1, 'UPDATED', ['TAGS', 'STARTS_AT'], editor.id],
      [3, 'UPDATED', [], editor.id],
      [2, 'UPDATED', ['TITLE', 'VENUE', 'CAPACITY'], world.organiser.id],
      [1, 'CREATED', [], world.organiser.id],
    ]);
    expect(nodes[2]).toMatchObject({
      title: 'Blues',
      capacity: 20,
      venue: { name: 'The Rex', city: 'Toronto', location: { latitude: 43.65 } },
    });
    expect(nodes[3]).toMatchObject({ title: 'Jazz', capacity: 10, venue: null, category: { slug: 'music' }, status: 'DRAFT' });
    expect(new Date(nodes[2].changedAt).getTime() - new Date(nodes[3].changedAt).getTime()).toBe(1000);
  });

  test('has a version for what curators and the clock do, too', async () => {
    const { id } = await world.anEvent();
    await world.callOff(id, 'Rain.');
    const { nodes } = await historyOf(id);
    expect(nodes.map((node: Data) => [node.change, node.changedBy?.id ?? null])).toEqual([
      ['CANCELLED', world.organiser.id],
      ['PUBLISHED', null],
      ['SUBMITTED', world.organiser.id],
      ['CREATED', world.organiser.id],
    ]);
    expect(nodes[0].changedFields).toEqual(['STATUS', 'CANCEL_REASON']);
  });

  test('is paged, forwards and backwards', async () => {
    const { id } = await world.anEvent();
    const first = await historyOf(id, world.organiser, { first: 2 });
    expect(first.nodes.map((node: Data) => node.number)).toEqual([3, 2]);
    const next = await historyOf(id, world.organiser, { first: 2, after: first.pageInfo.endCursor });
    expect(next.nodes.map((node: Data) => node.number)).toEqual([1]);
    const back = await historyOf(id, world.organiser, { last: 2, before: next.pageInfo.startCursor });
    expect(back.nodes.map((node: Data) => node.number)).toEqual([3, 2]);
  });

  test('is for those who edit the event and those who judge events', async () => {
    const { id } = await world.anEvent({ format: 'VIRTUAL', onlineUrl: 'https://meet.example/secret' });
    const door = aViewer();
    await world.join(id, door, 'DOOR');
    for (const viewer of [world.organiser, aViewer({ role: 'curator' }), aViewer({ role: 'admin' })]) {
      expect((await historyOf(id, viewer)).nodes[0]).toMatchObject({ onlineUrl: 'https://meet.example/secret' });
    }
    for (const viewer of [door, aViewer(), null]) expect(await historyOf(id, viewer)).toBeNull();
    const compared = async (viewer: Viewer) =>
      (await world.run(viewer, CompareEventVersionsDocument, { eventId: id, from: 1, to: 2 })).compareEventVersions;
    expect(await compared(door)).toBeNull();
    expect(await compared(aViewer())).toBeNull();
  });

  test('begins for imported events when they come', async () => {
    const input = { jsonLd: JSON.stringify([record({ name: 'A fair' })]), timezone: 'America/Toronto' };
    await world.run(publisher, ImportEventsDocument, { input });
    const { id } = await db.prisma.event.findFirstOrThrow({ where: { title: 'A fair' } });
    const { nodes } = await historyOf(id, aViewer({ role: 'curator' }));
    expect(nodes).toMatchObject([{ number: 1, change: 'IMPORTED', title: 'A fair', changedBy: null }]);
  });

  test('forgets who made a version when that person is erased', async () => {
    const owner = aViewer();
    const { id } = await world.anEvent({ by: owner, status: 'DRAFT', visibility: 'PRIVATE', organizationId: await organisationOf(owner) });
    const { createVenue } = (await world.run(owner, CreateVenueDocument, { input: { venue: { name: 'Home', city: 'Toronto' } } })) as Data;
    await update({ eventId: id, version: 1, venueId: createVenue.venue.id }, owner);
    await update({ eventId: id, version: 2, venueId: null }, owner);
    await world.tell('user.erased', owner.id, { userId: owner.id });
    const { nodes } = await historyOf(id, aViewer({ role: 'admin' }));
    expect(nodes.map(({ changedBy, venue }: Data) => ({ changedBy, venue }))).toEqual(Array(3).fill({ changedBy: null, venue: null }));
  });

  const organisationOf = async (owner: Viewer): Promise<string> => {
    const organizationId = crypto.randomUUID();
    await world.know([owner]);
    await world.employ(owner, organizationId, 'OWNER');
    return organizationId;
  };
});

test('two versions are compared field by field, in either direction', async () => {
  const { id } = await world.anEvent({ status: 'DRAFT', title: 'Jazz', tags: ['a'], capacity: 10 });
  await update({
    eventId: id,
    version: 1,
    ...{ title: 'Blues', tags: [], capacity: null, requirements: { minPoints: 5 } },
    price: { type: 'PAID', min: { amountMinor: 500, currency: 'CAD' } },
    venue: { name: 'Massey Hall', city: 'Toronto' },
  });
  const compare = async (from: number, to: number) =>
    (await world.run(world.organiser, CompareEventVersionsDocument, { eventId: id, from, to })).compareEventVersions;
  expect(await compare(1, 2)).toEqual({
    from: { number: 1, title: 'Jazz' },
    to: { number: 2, title: 'Blues' },
    differences: [
      { field: 'TITLE', before: 'Jazz', after: 'Blues' },
      { field: 'TAGS', before: 'a', after: null },
      { field: 'VENUE', before: null, after: 'Massey Hall · Toronto' },
      { field: 'CAPACITY', before: '10', after: null },
      { field: 'PRICE', before: 'FREE', after: 'PAID 500 CAD' },
      { field: 'REQUIREMENTS', before: null, after: '5 points' },
    ],
  });
  expect((await compare(2, 1))!.differences).toContainEqual({ field: 'TITLE', before: 'Blues', after: 'Jazz' });
  expect((await compare(2, 2))!.differences).toEqual([]);
  expect(await compare(1, 9)).toBeNull();
});

describe('going back to an earlier version', () => {
  test('makes a draft what it was, as a new version', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT', title: 'Jazz', capacity: 10, venue: { name: 'The Rex' }, tags: ['a'] });
    await update({ eventId: id, version: 1, title: 'Blues', capacity: 5, venueId: null, tags: ['b'], startsAt: later(29 * DAY) });
    const answer = await rollback({ eventId: id, version: 2, toVersion: 1 });
    expect(answer.event).toMatchObject({
      ...{ version: 3, title: 'Jazz', tags: ['a'], venue: { name: 'The Rex' }, startsAt: later(30 * DAY) },
      attendanceCounts: { capacity: 10 },
    });
    const [latest] = (await historyOf(id)).nodes;
    expect(latest).toMatchObject({ number: 3, changedFields: ['TITLE', 'TAGS', 'STARTS_AT', 'VENUE', 'CAPACITY'] });
  });

  test('of what is published waits for approval as an edit does, and the rest changes at once', async () => {
    const { id, version } = await world.anEvent({ title: 'Jazz', capacity: 10 });
    await update({ eventId: id, version, title: 'Blues', capacity: 20 });
    const revisionId = ((await world.run(world.organiser, ProposedDocument, { id })) as Data).event.pendingRevision.id;
    const { workflowId, creatorId, decidedAt } = decision({});
    const fact = {
      revisionId,
      eventId: id,
      workflowId,
      version: 2,
      creatorId,
      decidedAt,
      curatorId: null,
      authorId: world.organiser.id,
      notes: null,
    };
    await world.tell('curation.revision_decided', id, { ...fact, status: 'APPROVED' });
    const answer = await rollback({ eventId: id, version: version + 2, toVersion: version });
    expect(answer.event).toMatchObject({
      ...{ title: 'Blues', status: 'PUBLISHED', attendanceCounts: { capacity: 10 } },
      pendingRevision: { title: 'Jazz', changedFields: ['TITLE'] },
    });
  });

  test('takes back what waits for approval', async () => {
    const { id, version } = await world.anEvent({ title: 'Jazz' });
    await update({ eventId: id, version, title: 'Blues' });
    const answer = await rollback({ eventId: id, version: version + 1, toVersion: version });
    expect(answer.event).toMatchObject({ title: 'Jazz', pendingRevision: null });
  });

  test('has the rules of an edit: no start in the past, no capacity below what is taken, nothing that is over', async () => {
    const past = await world.anEvent({ status: 'DRAFT', startsAt: later(DAY), endsAt: later(2 * DAY) });
    await update({ eventId: past.id, version: 1, startsAt: later(9 * DAY), endsAt: later(10 * DAY) });
    world.clock.advance(3 * DAY);
    expect(await rollback({ eventId: past.id, version: 2, toVersion: 1 })).toMatchObject({
      ...{ __typename: 'InvalidInput', field: 'startsAt', fields: [{ path: 'startsAt' }, { path: 'endsAt' }] },
    });
    const full = await world.anEvent({ capacity: 1 });
    await update({ eventId: full.id, version: full.version, capacity: 2 });
    for (const guest of [aViewer(), aViewer()]) await world.rsvp(guest, full.id);
    const back = { eventId: full.id, version: full.version + 1, toVersion: full.version };
    expect(await rollback(back)).toMatchObject({ __typename: 'CapacityTooLow', taken: 2 });
    await world.callOff(full.id);
    expect(await rollback({ ...back, version: back.version + 1 })).toMatchObject({ __typename: 'WrongEventStatus', status: 'CANCELLED' });
  });

  test('is refused to who may not edit, for a version that is not there, and when the event has changed since', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT', capacity: 10 });
    await update({ eventId: id, version: 1, capacity: 5 });
    const editor = aViewer();
    await world.join(id, editor, 'EDITOR');
    const back = { eventId: id, version: 3, toVersion: 1 };
    expect(await rollback(back, aViewer())).toMatchObject({ __typename: 'NotFound' });
    // How many may come is not an editor's to change.
    expect(await rollback(back, editor)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await rollback({ ...back, toVersion: 9 })).toMatchObject({ __typename: 'InvalidInput', field: 'toVersion' });
    expect(await rollback({ ...back, version: 2 })).toMatchObject({ __typename: 'Conflict' });
    const { errors } = await world.execute(
      null,
      'mutation { rollbackEvent(input: { eventId: "x", version: 1, toVersion: 1 }) { __typename } }',
    );
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('with one key is done once', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT', title: 'Jazz' });
    await update({ eventId: id, version: 1, title: 'Blues' });
    const input = { eventId: id, version: 2, toVersion: 1, idempotencyKey: 'back' };
    expect((await rollback(input)).event).toMatchObject({ version: 3, title: 'Jazz' });
    expect((await rollback(input)).event).toMatchObject({ version: 3, title: 'Jazz' });
    expect(await rollback({ ...input, toVersion: 2 })).toMatchObject({ __typename: 'KeyReused' });
  });

  test('tells the place anew where its row is gone', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT', venue: { name: 'The Rex', city: 'Toronto' } });
    await update({ eventId: id, version: 1, venueId: null });
    await db.pool.query(`DELETE FROM venues v WHERE name = 'The Rex' AND NOT EXISTS (SELECT 1 FROM events e WHERE e.venue_id = v.id)`);
    expect((await rollback({ eventId: id, version: 2, toVersion: 1 })).event).toMatchObject({
      venue: { name: 'The Rex', city: 'Toronto' },
    });
  });
});

describe('an edit, a rollback and a curator’s decision at the same time', () => {
  const ROUNDS = 5;
  type Race = (decide: () => Promise<unknown>, change: () => Promise<(string | undefined)[]>) => Promise<(string | undefined)[]>;

  /** Whatever of the three comes first counts; what read an older version than it found does nothing. */
  async function broken(replica: Replica, race: Race): Promise<number> {
    let count = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { id, version } = await world.anEvent({ title: 'Jazz', status: 'PENDING_REVIEW' });
      await update({ eventId: id, version, title: 'Blues' });
      const read = version + 1;
      const edit = { eventId: id, version: read, title: 'Swing' };
      const back = { eventId: id, version: read, toVersion: version };
      const answers = await race(
        () => world.tell('curation.decided', id, decision({ eventId: id, eventVersion: read })),
        () =>
          Promise.all([
            replica.execute(world.organiser, UpdateEventDocument, { input: edit }).then(({ data }) => data?.updateEvent?.__typename),
            replica.execute(world.organiser, RollbackEventDocument, { input: back }).then(({ data }) => data?.rollbackEvent?.__typename),
          ]),
      );
      const won = answers.filter((answer) => answer?.endsWith('Success')).length;
      const { status } = (await world.run(world.organiser, WholeEventDocument, { id })).event!;
      const decisionFirst = won === 0 && status === 'PUBLISHED';
      const changeFirst = won === 1 && status === 'PENDING_REVIEW';
      const { nodes } = await historyOf(id);
      const isGapFree = nodes.every((node: Data, at: number) => node.number === read + 1 - at);
      if (!(decisionFirst || changeFirst) || !isGapFree) count++;
    }
    return count;
  }

  test('have one winner, and one version', async () => {
    const replica = await aReplica(world);
    const atOnce: Race = async (decide, change) => (await Promise.all([change(), decide()]))[0];
    expect(await broken(replica, atOnce)).toBe(0);
    expect(replica.faults).toEqual([]);
  });

  test('control: without locks, and conditions on what was read, several win', async () => {
    await db.pool.query('ALTER TABLE event_versions DROP CONSTRAINT event_versions_pkey');
    let meanwhile: () => Promise<unknown>;
    const after = (statement: string) => (statement === 'eventRevision.findFirst' ? meanwhile() : undefined);
    const replica = await aReplica(world, carelessEvents(after));
    const between: Race = (decide, change) => {
      const meet = meetingOf(2);
      let deciding: Promise<unknown> | undefined;
      meanwhile = () => meet().then(() => (deciding ??= decide()));
      return change();
    };
    expect(await broken(replica, between)).toBe(ROUNDS);
  });
});

test('the history of what was there before begins with what is here, as a version writes it', async () => {
  const { sql, migrate } = await databaseBefore('events', '20261129225953_event_versions');
  await sql(`INSERT INTO categories (id, slug, name, position) VALUES (gen_random_uuid(), 'music', 'Music', 0)`);
  const { rows } = await sql(
    `WITH v AS (INSERT INTO venues (id, name, latitude, longitude, dedupe_key, scope) VALUES (gen_random_uuid(), 'Hall', 43.65, -79.4, 'hall', 'shared') RETURNING id)
     INSERT INTO events (id, version, creator_id, title, description, category_slug, tags, venue_id, starts_at, ends_at, timezone, price_type, price_min, price_currency)
     SELECT gen_random_uuid(), 7, gen_random_uuid(), 'Jazz', '', 'music', '{a}', v.id, '2027-01-01T20:00:00Z', '2027-01-01T22:00:00Z', 'America/Toronto', 'PAID', 500, 'CAD' FROM v RETURNING id`,
  );
  const { id } = rows[0] as { id: string };
  await sql('INSERT INTO attendance_counts (event_id, capacity) VALUES ($1, 12)', [id]);
  await migrate();
  const [version] = (await sql('SELECT version, change, snapshot FROM event_versions WHERE event_id = $1', [id])).rows;
  expect(version).toMatchObject({ version: 7, change: 'RECORDED' });
  expect(version.snapshot).toEqual({
    ...{ status: 'DRAFT', visibility: 'PUBLIC', groupId: null, organizationId: null, title: 'Jazz', description: '' },
    ...{ categorySlug: 'music', tags: ['a'], format: 'IN_PERSON', onlineUrl: null, imageUrl: null, capacity: 12, cancelReason: null },
    venue: { id: expect.any(String), name: 'Hall', address: null, city: null, latitude: 43.65, longitude: -79.4 },
    ...{ startsAt: '2027-01-01T20:00:00.000Z', endsAt: '2027-01-01T22:00:00.000Z', timezone: 'America/Toronto' },
    price: { type: 'PAID', min: { amountMinor: 500, currency: 'CAD' }, max: null },
    requirements: { requiresApproval: false, invitationOnly: false, minPoints: null, minRating: null },
  });
});
