import { print } from 'graphql';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { RatedTitlesDocument } from './generated/documents';
import { sqlOn, type Sql } from './sql';
import { startWorld, type World } from './world';

let world: World;
let sql: Sql;
let [good, fair, fresh]: Viewer[] = [];
let at = Date.parse('2026-11-21T12:00:00Z');

/** All reviews of an event so far, as curation tells them. */
const rate = (eventId: string, eventRating: number | null, eventReviewCount: number, when = (at += 1_000)) =>
  world.bus.publish([
    {
      id: crypto.randomUUID(),
      topic: 'review.changed',
      key: eventId,
      occurredAt: new Date(when).toISOString(),
      payload: {
        reviewId: crypto.randomUUID(),
        version: 1,
        eventId,
        authorId: crypto.randomUUID(),
        rating: 5,
        eventRating,
        eventReviewCount,
      },
      headers: {},
    },
  ]);
const nodes = async (variables: Data, viewer: Viewer | null = null): Promise<Data[]> =>
  (await world.run(viewer, RatedTitlesDocument, variables)).searchEvents.nodes as Data[];
const titles = async (variables: Data, viewer: Viewer | null = null) =>
  (await nodes(variables, viewer)).map(({ title }) => title as string);
const ratingOf = async (title: string) => (await nodes({ query: `"${title}"` }))[0]!.organizerRating as Data | null;
const kept = async () =>
  (await sql('SELECT owner_id, rated_sum, review_count FROM organizer_ratings WHERE review_count <> 0')).rows as Data[];

beforeEach(async () => {
  world = await startWorld();
  sql = sqlOn(world);
  [good, fair, fresh] = [aViewer(), aViewer(), aViewer()];
  await world.know([good, fair, fresh]);
});

test('an organiser is rated by all their events, each as often as it was reviewed, and what is told late counts not', async () => {
  const [one, two] = [await world.anEvent({ by: good, title: 'Blue hour' }), await world.anEvent({ by: good, title: 'Red hour' })];
  expect(await ratingOf('Blue hour')).toBeNull();
  const first = at;
  await rate(one.id, 5, 2);
  await rate(two.id, 4, 8);
  await rate(one.id, 1, 1, first);
  expect(await ratingOf('Blue hour')).toEqual({ mean: (17.5 + 10 + 32) / 15, reviewCount: 10 });
  expect(await ratingOf('Red hour')).toEqual(await ratingOf('Blue hour'));
  await rate(one.id, null, 0);
  expect(await ratingOf('Blue hour')).toEqual({ mean: (17.5 + 32) / 13, reviewCount: 8 });
  await rate(two.id, null, 0);
  expect(await ratingOf('Blue hour')).toBeNull();
});

test('an event that went to an organisation takes its ratings along, once', async () => {
  const organizationId = crypto.randomUUID();
  const { id } = await world.anEvent({ by: good, title: 'Blue hour' });
  await rate(id, 4, 4);
  await sql('UPDATE events SET organization_id = $2 WHERE id = $1', [id, organizationId]);
  await rate(id, 5, 5);
  expect(await kept()).toEqual([{ owner_id: organizationId, rated_sum: 25, review_count: 5 }]);
});

test('best rated first: few reviews do not stand above many, and what has none stands between', async () => {
  const put = (title: string, by: Viewer) => world.anEvent({ title, by, description: '' });
  const [a, b] = [await put('Fair', fair!), await put('Good', good!)];
  await put('New', fresh!);
  await rate(a.id, 2.5, 10);
  await rate(b.id, 4.5, 10);
  expect(await titles({ orderBy: 'RATED' })).toEqual(['Good', 'New', 'Fair']);
  const first = (await world.run(null, RatedTitlesDocument, { orderBy: 'RATED', first: 1 })).searchEvents;
  expect(await titles({ orderBy: 'RATED', after: first.pageInfo.endCursor })).toEqual(['New', 'Fair']);
});

test('C29 C36: of two that say the same the one by who is better rated, or better reputed, comes first', async () => {
  const put = (by: Viewer) => world.anEvent({ title: `Jazz by ${by.username}`, by, description: '' });
  const [a, b] = [await put(fair!), await put(good!)];
  const order = async () => (await titles({ query: 'jazz' })).map((title) => (title.endsWith(good!.username) ? 'good' : 'fair'));
  for (const { id } of [a, b])
    await sql('INSERT INTO event_popularity (event_id, attending) VALUES ($1, 20) ON CONFLICT (event_id) DO UPDATE SET attending = 20', [
      id,
    ]);
  await rate(b.id, 4.8, 40);
  await rate(a.id, 2, 40);
  expect(await order()).toEqual(['good', 'fair']);
  await rate(b.id, null, 0);
  await rate(a.id, null, 0);
  await world.know([fair!], { version: 2, reputation: 90 });
  expect(await order()).toEqual(['fair', 'good']);
});

test('where friends are going: of those who let friends see it, and of nobody who is blocked', async () => {
  const [me, pal, shy, foe] = [aViewer(), aViewer(), aViewer(), aViewer()];
  await world.know([me, pal, shy, foe]);
  for (const other of [pal, shy, foe]) await world.befriend(me, other);
  const put = async (title: string, who: Viewer, visibility: 'FRIENDS' | 'PRIVATE') => {
    const { id } = await world.anEvent({ title, description: '' });
    await world.rsvp(who, id, 'GOING', { visibility });
  };
  await put('With pal', pal, 'FRIENDS');
  await put('With shy', shy, 'PRIVATE');
  await put('With foe', foe, 'FRIENDS');
  await put('With a stranger', aViewer(), 'FRIENDS');
  const filter = { friendsGoing: true };
  expect((await titles({ filter }, me)).sort()).toEqual(['With foe', 'With pal']);
  await world.befriend(me, foe, { status: 'BLOCKED' });
  expect(await titles({ filter }, me)).toEqual(['With pal']);
  expect(await titles({ filter, query: 'with' }, pal)).toEqual([]);
  const refused = (variables: Data, viewer: Viewer | null) => world.execute(viewer, print(RatedTitlesDocument), variables);
  expect((await refused({ filter }, null)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect((await refused({ filter: { friendsGoing: false } }, me)).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('many facts at once add up, and who is erased has no rating', async () => {
  const events = await Promise.all(Array.from({ length: 8 }, (_, n) => world.anEvent({ by: good, title: `Hour ${n}` })));
  await Promise.all(events.flatMap(({ id }, n) => [rate(id, 3, 1), rate(id, 4, n + 1)]));
  expect(await kept()).toEqual([{ owner_id: good!.id, rated_sum: 4 * 36, review_count: 36 }]);
  await world.tell('user.erased', good!.id, { userId: good!.id });
  expect(await kept()).toEqual([]);
  await rate(events[0]!.id, 5, 9);
  expect(await kept()).toEqual([]);
});
