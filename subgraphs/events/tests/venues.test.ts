import { randomUUID } from 'node:crypto';
import { silentLogger, takeStep, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, meetingOf, watched, type Data } from '@marquee/platform/testing';
import { keepForSeed } from '../prisma/seed-kept';
import type { Step } from '../src/context';
import { openDatabase } from '../src/db';
import type { Kept } from '../src/kept';
import { SHARED } from '../src/modules/venue/venue-scope';
import { ensureVenue } from '../src/modules/venue/venue.store';
import { CreateVenueDocument, UpdateEventDocument, VenueDocument, VenueOfEventDocument } from './generated/documents';
import { sqlOn, type Sql } from './sql';
import { startWorld, type World } from './world';

let world: World;
let sql: Sql;
const [anna, ben] = [aViewer(), aViewer()];
const HOME = { name: 'Annas place', latitude: 43.654321, longitude: -79.412345 };

beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
});
beforeEach(async () => {
  await world.subgraph.drain();
  for (const table of ['events', 'venues']) await sql(`DELETE FROM ${table}`);
});

const venue = async (viewer: Viewer | null, id: string): Promise<Data | null> =>
  (await world.run(viewer, VenueDocument, { id })).venue ?? null;
const make = async (viewer: Viewer, place: Data): Promise<Data> => {
  const { createVenue } = await world.run(viewer, CreateVenueDocument, { input: { venue: place as never } });
  if (createVenue.__typename !== 'CreateVenueSuccess') throw new Error(JSON.stringify(createVenue));
  return createVenue.venue;
};
const placeOf = async (viewer: Viewer | null, eventId: string): Promise<Data | null> =>
  (await world.run(viewer, VenueOfEventDocument, { id: eventId })).event?.venue ?? null;

describe('a place that was told for a draft or a private event (security F7)', () => {
  test.each([
    ['a draft', { status: 'DRAFT' as const }],
    ['one under review', { status: 'PENDING_REVIEW' as const }],
    ['a private event', { visibility: 'PRIVATE' as const }],
  ])('%s: strangers are told nothing of it, whatever they guess', async (_name, parts) => {
    const { id } = await world.anEvent({ by: anna, venue: HOME, ...parts });
    const place = (await placeOf(anna, id))!;
    expect(place.location).toEqual({ latitude: HOME.latitude, longitude: HOME.longitude });
    const guessed = await make(ben, { name: HOME.name });
    expect(guessed.id).not.toBe(place.id);
    expect(guessed.location).toBeNull();
    for (const viewer of [null, ben]) {
      expect(await venue(viewer, place.id)).toBeNull();
      const { data } = await world.entity(viewer, { __typename: 'Venue', id: place.id }, '{ name }');
      expect(data!._entities).toEqual([null]);
    }
    expect(await venue(anna, place.id)).toMatchObject({ name: HOME.name });
    expect(await venue(aViewer({ role: 'curator' }), place.id)).toMatchObject({ name: HOME.name });
  });

  test('those who may see the event may see the place, and lose both', async () => {
    const { id } = await world.anEvent({ by: anna, venue: HOME, visibility: 'PRIVATE' });
    const place = (await placeOf(anna, id))!;
    await sql('INSERT INTO event_invitations (event_id, user_id, invited_by, created_at) VALUES ($1, $2, $3, now())', [
      id,
      ben.id,
      anna.id,
    ]);
    expect(await venue(ben, place.id)).toMatchObject({ name: HOME.name });
    expect(await placeOf(ben, id)).toMatchObject({ id: place.id });
    await sql('DELETE FROM event_invitations');
    expect(await venue(ben, place.id)).toBeNull();
  });

  test('nobody else holds events there by its id', async () => {
    const { id } = await world.anEvent({ by: anna, venue: HOME, status: 'DRAFT' });
    const place = (await placeOf(anna, id))!;
    await expect(world.anEvent({ by: ben, venueId: place.id, status: 'DRAFT' })).rejects.toThrow(/there is no such venue/);
    await expect(world.anEvent({ by: anna, venueId: place.id, status: 'DRAFT' })).resolves.toBeDefined();
  });

  test('is everybody’s to know once an event there is published for everybody', async () => {
    const { id, version } = await world.anEvent({ by: anna, venue: HOME, visibility: 'PRIVATE' });
    const place = (await placeOf(anna, id))!;
    await world.run(anna, UpdateEventDocument, { input: { eventId: id, version, visibility: 'PUBLIC' } });
    const shown = (await placeOf(null, id))!;
    expect(await venue(null, shown.id)).toMatchObject({ name: HOME.name });
    expect(await venue(ben, place.id)).toBeNull();
    expect((await make(ben, { name: HOME.name })).id).toBe(shown.id);
  });

  test('goes with the person who told of it', async () => {
    const leaving = aViewer();
    const { id } = await make(leaving, HOME);
    await world.tell('user.erased', leaving.id, { userId: leaving.id });
    expect((await sql('SELECT 1 FROM venues WHERE id = $1', [id])).rows).toEqual([]);
  });

  test('stays where a change that waits moves an event there', async () => {
    const leaving = aViewer();
    const { id } = await make(leaving, HOME);
    const event = await world.anEvent({ by: anna });
    await sql(
      `INSERT INTO event_revisions (id, event_id, author_id, status, changes, created_at)
       VALUES (gen_random_uuid(), $1, $2, 'PENDING', jsonb_build_object('venueId', $3::text), now())`,
      [event.id, anna.id, id],
    );
    await world.tell('user.erased', leaving.id, { userId: leaving.id });
    expect((await sql('SELECT 1 FROM venues WHERE id = $1', [id])).rows).toHaveLength(1);
  });
});

describe('a shared place cannot be falsified by strangers (security F7)', () => {
  const HALL = { name: 'Nearby Hall', address: '1 Mill Lane', city: 'Toronto' };

  test('coordinates that are told later are another place', async () => {
    const { id } = await world.anEvent({ by: anna, venue: HALL });
    await make(ben, { ...HALL, latitude: 48.8584, longitude: 2.2945 });
    await world.anEvent({ by: ben, venue: { ...HALL, latitude: 48.8584, longitude: 2.2945 } });
    expect(await placeOf(null, id)).toMatchObject({ location: null });
  });

  test('coordinates that were told before are not another’s', async () => {
    await world.anEvent({ by: ben, venue: { ...HALL, latitude: -89, longitude: 0 } });
    const { id } = await world.anEvent({ by: anna, venue: { ...HALL, latitude: 43.64, longitude: -79.37 } });
    expect(await placeOf(null, id)).toMatchObject({ location: { latitude: 43.64, longitude: -79.37 } });
  });

  test('pins within 200 m are one place, and the first stays', async () => {
    const first = await world.anEvent({ by: anna, venue: { ...HALL, latitude: 43.64, longitude: -79.37 } });
    const near = await world.anEvent({ by: ben, venue: { ...HALL, latitude: 43.6412, longitude: -79.37 } });
    const far = await world.anEvent({ by: ben, venue: { ...HALL, latitude: 43.643, longitude: -79.37 } });
    const [one, two, three] = await Promise.all([first, near, far].map(({ id }) => placeOf(null, id)));
    expect(two).toEqual(one);
    expect(three!.id).not.toBe(one!.id);
  });
});

describe('when several tell of one place at once', () => {
  const TELLERS = 8;
  let kept: Kept;
  let meet: () => Promise<void>;
  beforeAll(async () => {
    const db = openDatabase(world.databaseUrl, silentLogger);
    afterTests(() => db.close());
    // They meet where each has seen that the place is not there yet.
    const after = (statement: string) => (/SELECT r.at, v.id/.test(statement) ? meet() : undefined);
    kept = await keepForSeed(watched(db, { after }), world.clock);
  });
  beforeEach(() => {
    meet = meetingOf(TELLERS);
  });

  const tell = (): Promise<string[]> => {
    const place = { name: `Hall ${randomUUID()}`, address: null, city: 'Toronto', latitude: 43.64, longitude: -79.37 };
    const telling = () => takeStep(kept, 'test', (step: Step) => ensureVenue(step, place, SHARED));
    return Promise.all(Array.from({ length: TELLERS }, telling));
  };
  const most = async () => (await sql('SELECT max(n)::int AS n FROM (SELECT count(*) AS n FROM venues GROUP BY dedupe_key) t')).rows[0].n;

  test('it is there once', async () => {
    expect(new Set(await tell()).size).toBe(1);
    expect(await most()).toBe(1);
  });

  test('control: without the unique index it is there as often as it is told', async () => {
    await sql('DROP INDEX venues_dedupe_key_scope_cell_key');
    await tell();
    expect(await most()).toBe(TELLERS);
  });
});
