import { createHash, randomUUID } from 'node:crypto';
import type { CopiesDiffered, CopiesDigested, CopiesRetold, VersionedRow, Viewer } from '@marquee/platform';
import { afterTests, aViewer, eventually } from '@marquee/platform/testing';
import pg from 'pg';
import { DeleteEventDocument } from './generated/documents';
import { startWorld, userOf, type World } from './world';

let world: World;
let pool: pg.Pool;
let heard: { topic: string; payload: unknown }[];
/** Of the last fact before the test. */
let since: string;

beforeAll(async () => {
  world = await startWorld();
  pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  afterTests(() => pool.end());
  heard = [];
  const topics = ['copies.digested', 'copies.differed', 'copies.retold'];
  await world.bus.consume('test', topics, async ({ topic, payload }) => void heard.push({ topic, payload }));
});
beforeEach(async () => {
  heard.length = 0;
  ({ sequence: since } = (await pool.query('SELECT coalesce(max(sequence), 0) AS sequence FROM outbox')).rows[0]);
});

/** What was told of the topic since the test began; the bus may bring it a moment after it was published. */
const told = async <Payload>(topic: string): Promise<Payload[]> => {
  await world.subgraph.drain();
  const { rows } = await pool.query('SELECT count(*)::int AS facts FROM outbox WHERE topic = $1 AND sequence > $2', [topic, since]);
  await eventually(() => expect(heard.filter((fact) => fact.topic === topic).length).toBeGreaterThanOrEqual(rows[0].facts as number));
  return heard.filter((fact) => fact.topic === topic).map(({ payload }) => payload as Payload);
};

/** The digest of these rows in one bucket, as users would tell it of people. */
function digestOf(rows: readonly VersionedRow[], restless: readonly string[] = []): CopiesDigested {
  const parts = rows.map(([key, version]) => BigInt(`0x${createHash('md5').update(`${key} ${version}`).digest('hex').slice(0, 15)}`));
  const hash = String(parts.reduce((sum, part) => sum + part, 0n));
  return { collection: 'people', source: 'users', modulus: 1, buckets: [{ bucket: 0, count: rows.length, hash }], restless };
}

const hand = (topic: string, payload: object) => world.tell(topic, randomUUID(), payload);
const people = async (): Promise<VersionedRow[]> =>
  (await pool.query<{ id: string; version: number }>('SELECT id, version FROM people WHERE NOT erased ORDER BY id')).rows.map(
    ({ id, version }) => [id, version] as const,
  );
const versionOf = async (id: string) => new Map(await people()).get(id);
const calmDown = () => pool.query(`UPDATE outbox SET occurred_at = occurred_at - interval '6 minutes'`);

describe('who keeps a copy', () => {
  it('asks once for what differs, and for nothing when nothing does', async () => {
    await world.know([aViewer(), aViewer()]);
    const rows = await people();
    await hand('copies.digested', digestOf(rows));
    expect(await told('copies.differed')).toEqual([]);

    await hand('copies.digested', digestOf([...rows, [randomUUID(), 1]]));
    const [asked, ...more] = await told<CopiesDiffered>('copies.differed');
    expect(asked).toEqual({ collection: 'people', consumer: 'events', modulus: 1, buckets: [0], rows });
    expect(more).toEqual([]);
  });

  it('asks for much in parts, also where it has nothing and its source has much', async () => {
    const buckets = Array.from({ length: 5 }, (_, bucket) => ({ bucket, count: 900, hash: '1' }));
    await hand('copies.digested', { collection: 'grants', source: 'events', modulus: 5, buckets, restless: [] });
    expect(await told('copies.differed')).toEqual([]);
    await hand('copies.digested', { collection: 'sales', source: 'payments', modulus: 5, buckets, restless: [] });
    const asked = await told<CopiesDiffered>('copies.differed');
    expect(asked.map((part) => part.buckets)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('leaves out what is under way', async () => {
    const [moving] = [aViewer()];
    const calm = await people();
    await world.know([moving]);
    await hand('copies.digested', digestOf(calm, [moving.id]));
    expect(await told('copies.differed')).toEqual([]);
  });

  it('takes in a row that is told to it, as any fact, and none that is told to another', async () => {
    const person = aViewer();
    await world.know([person]);
    const version = (await versionOf(person.id))!;
    const fact = aFactOf(person, version + 1);
    const retold: CopiesRetold = { collection: 'people', consumer: 'social', key: person.id, facts: [fact], ahead: null };
    await hand('copies.retold', retold);
    expect(await versionOf(person.id)).toBe(version);
    await hand('copies.retold', { ...retold, consumer: 'events' });
    expect(await versionOf(person.id)).toBe(version + 1);
  });

  it('goes back to an earlier version only where it still is as it was when it asked', async () => {
    const person = aViewer();
    await world.know([person]);
    const version = (await versionOf(person.id))!;
    await pool.query('UPDATE people SET version = $2 WHERE id = $1', [person.id, version + 7]);
    const retold: CopiesRetold = {
      ...{ collection: 'people', consumer: 'events', key: person.id },
      facts: [aFactOf(person, version)],
      ahead: version + 6,
    };
    await hand('copies.retold', retold);
    expect(await versionOf(person.id)).toBe(version + 7);
    await hand('copies.retold', { ...retold, ahead: version + 7 });
    expect(await versionOf(person.id)).toBe(version);
  });

  it('deletes a membership that its source does not have, and leaves a person to an operator', async () => {
    const person = aViewer();
    await world.know([person]);
    const [organizationId, key] = [randomUUID(), person.id];
    await world.employ(person, organizationId, 'MANAGER');
    const member = `${organizationId} ${person.id}`;
    const isMember = async () =>
      (await pool.query('SELECT 1 FROM organization_members WHERE organization_id = $1', [organizationId])).rowCount === 1;
    const gone = { collection: 'organizationMembers', consumer: 'events', key: member, facts: [] };
    // Since it asked, the member has come again.
    await world.employ(person, organizationId, 'MANAGER', 2);
    await hand('copies.retold', { ...gone, ahead: 1 });
    expect(await isMember()).toBe(true);
    await hand('copies.retold', { ...gone, ahead: 2 });
    expect(await isMember()).toBe(false);
    await hand('copies.retold', { collection: 'people', consumer: 'events', key, facts: [], ahead: await versionOf(key) });
    expect(await versionOf(person.id)).toBeDefined();
    expect(await world.subgraph.metrics()).toContain('marquee_copies_unexplained_rows_total{subgraph="events",collection="people"} 1');
  });

  it('deletes both rows of a connection that its source does not have, unless it has changed since', async () => {
    const [one, other, connectionId] = [aViewer(), aViewer(), randomUUID()];
    await world.know([one, other]);
    const told = (version: number) =>
      world.tell('connection.changed', connectionId, {
        ...{ connectionId, version, requesterId: one.id, addresseeId: other.id, type: 'FRIEND', status: 'ACCEPTED' },
      });
    const rows = async () => (await pool.query('SELECT 1 FROM person_edges WHERE connection_id = $1', [connectionId])).rowCount;
    const gone = { collection: 'connections', consumer: 'events', key: connectionId, facts: [] };
    await told(3);
    await hand('copies.retold', { ...gone, ahead: 2 });
    expect(await rows()).toBe(2);
    await pool.query('DELETE FROM person_edges WHERE connection_id = $1 AND user_id = $2', [connectionId, one.id]);
    await hand('copies.retold', { ...gone, ahead: -1 });
    expect(await rows()).toBe(0);
  });

  /** What users tells of a person, with another version. */
  const aFactOf = (person: Viewer, version: number) => ({
    ...{ topic: 'user.updated', key: person.id, occurredAt: world.clock.now().toISOString() },
    payload: { ...userOf(person), version },
  });
});

describe('who tells', () => {
  const ask = (rows: readonly VersionedRow[]): CopiesDiffered => ({
    collection: 'events',
    consumer: 'social',
    modulus: 1,
    buckets: [0],
    rows,
  });
  const ours = async () =>
    (await pool.query<{ id: string; version: number }>('SELECT id, version FROM events')).rows.map(
      ({ id, version }) => [id, version] as const,
    );

  it('tells each row that is otherwise, and where it has none, whether it told of its end', async () => {
    const [same, old, missing, ahead] = [await world.anEvent(), await world.anEvent(), await world.anEvent(), await world.anEvent()];
    const draft = await world.anEvent({ status: 'DRAFT' });
    await world.run(world.organiser, DeleteEventDocument, { input: { eventId: draft.id } });
    await calmDown();
    const stranger = randomUUID();
    const rows = (await ours()).flatMap(([id, version]): VersionedRow[] => {
      if (id === missing.id) return [];
      return [[id, id === old.id ? version - 1 : id === ahead.id ? version + 2 : version]];
    });
    await hand('copies.differed', ask([...rows, [draft.id, 1], [stranger, 4]]));
    const retold = await told<CopiesRetold>('copies.retold');
    const of = (id: string) => retold.find(({ key }) => key === id);
    expect(retold.map(({ key }) => key).sort()).toEqual([old.id, missing.id, ahead.id, draft.id, stranger].sort());
    expect(of(same.id)).toBeUndefined();
    const facts = [expect.objectContaining({ topic: 'event.changed', payload: expect.objectContaining({ status: 'PUBLISHED' }) })];
    for (const id of [old.id, missing.id]) expect(of(id)).toMatchObject({ consumer: 'social', facts, ahead: null });
    expect(of(ahead.id)).toMatchObject({ facts, ahead: new Map(rows).get(ahead.id) });
    expect(of(draft.id)!.facts).toMatchObject([{ topic: 'event.changed', payload: { change: 'DELETED' } }]);
    expect(of(stranger)).toMatchObject({ facts: [], ahead: 4 });
  });

  it('tells nothing of what is under way', async () => {
    await calmDown();
    const [calm] = [await world.anEvent()];
    await calmDown();
    const moving = await world.anEvent();
    await hand('copies.differed', ask((await ours()).filter(([id]) => id !== calm.id && id !== moving.id)));
    expect((await told<CopiesRetold>('copies.retold')).map(({ key }) => key)).toEqual([calm.id]);
  });

  it('tells an event that waits for review together with that', async () => {
    const waiting = await world.anEvent({ status: 'PENDING_REVIEW' });
    await calmDown();
    await hand('copies.differed', ask((await ours()).filter(([id]) => id !== waiting.id)));
    const [retold] = await told<CopiesRetold>('copies.retold');
    expect(retold!.facts.map(({ topic }) => topic)).toEqual(['event.changed', 'event.submitted']);
  });

  it('does it at night and once, or when an operator wants it', async () => {
    await world.subgraph.runJob('compare-copies');
    expect(await told('copies.digested')).toEqual([]);
    world.clock.advance((24 + 3 - world.clock.now().getUTCHours()) * 3_600_000);
    await world.subgraph.runJob('compare-copies');
    await world.subgraph.runJob('compare-copies');
    const digests = await told<CopiesDigested>('copies.digested');
    expect(digests.map(({ collection }) => collection).sort()).toEqual(['attendances', 'eventInvitations', 'events', 'grants']);
    await hand('copies.wanted', { source: 'users' });
    expect(await told('copies.digested')).toHaveLength(4);
    await hand('copies.wanted', { source: 'events' });
    expect(await told('copies.digested')).toHaveLength(8);
  });
});
