import { databaseBefore, type DatabaseBefore } from '@marquee/platform/testing';

// What was there before venues had a scope stays, and is known to nobody who did not know of it (security F7).

const [ANNA, BEN, CARLA] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string];
let sql: DatabaseBefore['sql'];
let migrate: DatabaseBefore['migrate'];

beforeAll(async () => {
  ({ sql, migrate } = await databaseBefore('events', '20261129010000_venue_scope'));
  await sql(`INSERT INTO categories (id, slug, name, position) VALUES (gen_random_uuid(), 'music', 'Music', 0)`);
});

const place = async (name: string, createdBy: string | null = null): Promise<string> =>
  (
    await sql(
      `INSERT INTO venues (id, name, latitude, longitude, dedupe_key, created_by) VALUES (gen_random_uuid(), $1, 43.65, -79.4, $1, $2) RETURNING id`,
      [name, createdBy],
    )
  ).rows[0].id;
const event = async (venueId: string, creatorId: string, status: string, visibility = 'PUBLIC'): Promise<string> =>
  (
    await sql(
      `INSERT INTO events (id, status, visibility, creator_id, title, description, category_slug, tags, venue_id, starts_at, ends_at, timezone, published_at)
       VALUES (gen_random_uuid(), $3::text::event_status, $4::text::event_visibility, $2, 'x', '', 'music', '{}', $1, now(), now() + interval '1 hour', 'UTC',
         CASE WHEN $3 = 'PUBLISHED' THEN now() END) RETURNING id`,
      [venueId, creatorId, status, visibility],
    )
  ).rows[0].id;

test('places of public events are shared, others their tellers’ own', async () => {
  const [hall, home, drafted, wished, lost] = [
    await place('hall', ANNA),
    await place('home', ANNA),
    await place('drafted'),
    await place('wished', CARLA),
    await place('lost'),
  ];
  await event(hall, BEN, 'DRAFT');
  await event(hall, ANNA, 'PUBLISHED');
  const private1 = await event(home, ANNA, 'PUBLISHED', 'PRIVATE');
  const guessed = await event(home, BEN, 'DRAFT');
  const draft = await event(drafted, BEN, 'DRAFT');
  await migrate();

  const scope = async (id: string) => (await sql('SELECT scope FROM venues WHERE id = $1', [id])).rows[0].scope;
  expect([await scope(hall), await scope(home), await scope(drafted), await scope(wished), await scope(lost)]).toEqual([
    'shared',
    ANNA,
    BEN,
    CARLA,
    lost,
  ]);
  const at = async (id: string) =>
    (await sql('SELECT v.id, v.scope, v.name, v.latitude FROM events e JOIN venues v ON v.id = e.venue_id WHERE e.id = $1', [id])).rows[0];
  expect(await at(private1)).toMatchObject({ id: home, scope: ANNA });
  // Ben's draft had the place under Anna's row: he has one of his own now, with what it told.
  const own = await at(guessed);
  expect(own).toMatchObject({ scope: BEN, name: 'home', latitude: 43.65 });
  expect(own.id).not.toBe(home);
  expect(await at(draft)).toMatchObject({ id: drafted });
});
