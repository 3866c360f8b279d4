import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { SwipeDocument, EventFeedDocument, TrendingEventsDocument, type SwipeDirection } from './generated/documents';
import { cost } from './cost';
import { sqlOn } from './sql';
import { DAY, HOUR, startWorld, type World } from './world';

const FEED = print(EventFeedDocument);
const TRENDING = print(TrendingEventsDocument);

const HOME = { latitude: 43.6534, longitude: -79.3839 };
const venue = (name: string, km: number) => ({ name, latitude: HOME.latitude + km / 111.32, longitude: HOME.longitude });

let world: World;
const anew = async () => void (world = await startWorld());

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const at = (ms: number) => ({ startsAt: later(ms), endsAt: later(ms + 2 * HOUR) });
const page = async (viewer: Viewer | null, variables: Data = {}): Promise<Data> =>
  (await world.run(viewer, EventFeedDocument, variables)).eventFeed;
const titles = async (viewer: Viewer | null, variables: Data = {}): Promise<string[]> =>
  (await page(viewer, variables)).nodes.map(({ event }: Data) => event.title);
const trending = async (variables: Data = {}): Promise<string[]> =>
  (await world.run(null, TrendingEventsDocument, variables)).trendingEvents.nodes.map(({ title }: Data) => title);
const refresh = () => world.subgraph.runJob('refresh-popularity');
const swipe = (viewer: Viewer, eventId: string, direction: SwipeDirection) =>
  world.run(viewer, SwipeDocument, { input: { eventId, direction } });
/** Every event of its own organiser, unless told otherwise. */
const anEvent = (title: string, parts: Data = {}) => world.anEvent({ by: aViewer(), title, ...parts });

async function aPerson(parts: Data = {}): Promise<Viewer> {
  const viewer = aViewer();
  await world.tell('user.updated', viewer.id, {
    userId: viewer.id, version: 1, username: viewer.username, displayName: 'Somebody', avatarUrl: null, role: 'user', verified: false,
    interests: [], traits: [], location: null, activityLevel: 5, reputation: 50, active: true,
    privacy: { bio: 'PRIVATE', location: 'PRIVATE', interests: 'PRIVATE', friends: 'PRIVATE', attendance: 'PRIVATE', suggestible: true },
    ...parts,
  }); // prettier-ignore
  return viewer;
}

/** Somebody whose deeds count in what is trending. */
const aGuest = () => aPerson({ addressVerified: true });

describe('a feed by what its reader looks for (U65, U68)', () => {
  beforeEach(anew);
  const looksFor = (viewer: Viewer, parts: Data, version = 1) =>
    world.tell('discovery.changed', viewer.id, {
      userId: viewer.id, version, eventTypes: [], maxDistanceKm: null, price: null, times: [], priceSensitivity: 0.5, socialPreference: 0.5, ...parts,
    }); // prettier-ignore

  test('begins with their kinds, says why, and hears of a change once', async () => {
    const reader = await aPerson();
    await anEvent('Sooner', { ...at(2 * DAY), categorySlug: 'food-drink' });
    await anEvent('Later, and theirs', { ...at(20 * DAY), categorySlug: 'comedy' });
    expect(await titles(reader)).toEqual(['Sooner', 'Later, and theirs']);
    await looksFor(reader, { eventTypes: ['comedy'] }, 2);
    await looksFor(reader, { eventTypes: [] }, 1);
    const { nodes } = await page(reader);
    expect(nodes.map(({ event }: Data) => event.title)).toEqual(['Later, and theirs', 'Sooner']);
    expect(nodes[0].reasons[0]).toMatchObject({ kind: 'INTEREST', message: 'You like comedy' });
    expect(await titles(await aPerson())).toEqual(['Sooner', 'Later, and theirs']);
  });

  test('puts behind what is farther than they go, and forgets it all with them', async () => {
    const reader = await aPerson({ location: HOME });
    await anEvent('Far, tomorrow', { ...at(DAY), venue: venue('Far', 30) });
    await anEvent('Near, in ten days', { ...at(10 * DAY), venue: venue('Near', 9) });
    await looksFor(reader, { maxDistanceKm: 10 });
    expect(await titles(reader)).toEqual(['Near, in ten days', 'Far, tomorrow']);
    await world.tell('user.erased', reader.id, { userId: reader.id });
    await looksFor(reader, { maxDistanceKm: 10 }, 2);
    expect((await sqlOn(world)('SELECT 1 FROM discovery_copies')).rowCount).toBe(0);
  });
});

describe('trending', () => {
  beforeEach(anew);
  test('most of what happened lately first; a deed counts half as much three days later (E59, E61)', async () => {
    const quiet = await anEvent('Quiet');
    const old = await anEvent('Loved last week');
    const fresh = await anEvent('Liked today');
    await anEvent('Nobody came');
    for (let n = 0; n < 3; n++) await world.rsvp(await aGuest(), old.id);
    world.clock.advance(7 * DAY);
    await swipe(await aGuest(), quiet.id, 'DOWN');
    for (let n = 0; n < 2; n++) await world.rsvp(await aGuest(), fresh.id);
    await refresh();
    expect(await trending()).toEqual(['Liked today', 'Loved last week', 'Quiet']);
    expect(await trending({ first: 1 })).toEqual(['Liked today']);
    world.clock.advance(31 * DAY);
    expect(await trending()).toEqual([]);
  });
  test('who takes the answer back no longer counts', async () => {
    const [one, two] = [await anEvent('One'), await anEvent('Two')];
    const guests = [await aGuest(), await aGuest()];
    for (const guest of guests) await world.rsvp(guest, one.id);
    await world.rsvp(await aGuest(), two.id);
    await refresh();
    expect(await trending()).toEqual(['One', 'Two']);
    for (const guest of guests) await world.rsvp(guest, one.id, 'NOT_GOING');
    await refresh();
    expect(await trending()).toEqual(['Two']);
  });
  test('only within the circle that is asked for, and never what is not public (E62)', async () => {
    const near = await anEvent('Near', { venue: venue('Here', 2) });
    const far = await anEvent('Far', { venue: venue('There', 200) });
    const host = aViewer();
    const secret = await world.anEvent({ by: host, title: 'Secret', visibility: 'PRIVATE', venue: venue('Here', 2) });
    for (const { id } of [near, far]) await world.rsvp(await aGuest(), id);
    await world.rsvp(host, secret.id);
    await refresh();
    expect((await trending()).sort()).toEqual(['Far', 'Near']);
    const { nodes } = (await world.run(null, TrendingEventsDocument, { near: HOME })).trendingEvents;
    expect(nodes).toMatchObject([{ title: 'Near', distanceKm: expect.closeTo(2, 1) }]);
  });
  test('too many, too few and no place on earth are refused', async () => {
    for (const variables of [{ first: 0 }, { first: 51 }, { near: { latitude: 0, longitude: 181 } }]) {
      expect((await world.execute(null, TRENDING, variables)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
  test('search ranks by company too: of two equal finds the one with more guests comes first', async () => {
    const [one, two] = [await anEvent('Lantern walk'), await anEvent('Lantern walk')];
    await world.rsvp(await aGuest(), two.id);
    await world.rsvp(await aGuest(), two.id);
    await refresh();
    const { searchEvents } = await world.run(null, '{ searchEvents(query: "lantern") { nodes { id } } }');
    expect(searchEvents.nodes.map(({ id }: Data) => id)).toEqual([two.id, one.id]);
  });
});

describe('the feed of a visitor', () => {
  beforeEach(anew);
  test('is what is popular and what is soon, each with a reason (A14)', async () => {
    await anEvent('In a month');
    await anEvent('Tomorrow', at(DAY));
    const popular = await anEvent('Popular');
    for (let n = 0; n < 20; n++) await world.rsvp(await aGuest(), popular.id);
    await refresh();
    const { nodes } = await page(null);
    expect(nodes.map(({ event, reasons }: Data) => [event.title, reasons[0].kind])).toEqual([
      ['Popular', 'TRENDING'],
      ['Tomorrow', 'SOON'],
      ['In a month', 'UPCOMING'],
    ]);
  });
});

describe('the feed of a person', () => {
  beforeEach(anew);
  test('is what they like, where friends go and what is near, and says so (X87, X90, X94, X99)', async () => {
    const [me, friend] = [await aPerson({ interests: ['Performing arts', 'jazz'], location: HOME }), await aPerson()];
    await world.befriend(me, friend);
    await anEvent('Nothing to me', { categorySlug: 'sports' });
    await anEvent('Stand-up', { categorySlug: 'comedy' });
    await anEvent('Jazz night', { tags: ['jazz'] });
    await anEvent('Around the corner', { categorySlug: 'sports', venue: venue('Corner', 1), ...at(20 * DAY) });
    const { id } = await anEvent('With a friend', { categorySlug: 'sports' });
    await world.rsvp(friend, id, 'GOING', { visibility: 'FRIENDS' });
    const { nodes } = await page(me);
    const kinds = Object.fromEntries(nodes.map(({ event, reasons }: Data) => [event.title, reasons[0]]));
    expect(kinds).toEqual({
      'Stand-up': { kind: 'INTEREST', message: 'You like comedy' },
      'Jazz night': { kind: 'INTEREST', message: 'You like jazz' },
      'Around the corner': { kind: 'NEARBY', message: '1 km from you' },
      'With a friend': { kind: 'FRIENDS_GOING', message: 'A friend is going' },
      'Nothing to me': { kind: 'UPCOMING', message: 'In 30 days' },
    });
    expect(nodes[0].event.title).toBe('Stand-up');
    expect(nodes.at(-1).event.title).toBe('Nothing to me');
  });

  test('tells nothing of friends who keep their answer to themselves', async () => {
    const [me, friend] = [await aPerson(), await aPerson()];
    await world.befriend(me, friend);
    const { id } = await anEvent('Kept private');
    await world.rsvp(friend, id, 'GOING', { visibility: 'PRIVATE' });
    expect(JSON.stringify(await page(me))).not.toContain('friend');
  });

  test('never again what was passed, what is in the calendar, what was declined, and what is one’s own', async () => {
    const me = await aPerson();
    const events = await Promise.all(['passed', 'calendar', 'declined', 'going', 'liked', 'open'].map((title) => anEvent(title)));
    const id = (at: number) => events[at]!.id;
    await world.anEvent({ by: me, title: 'mine' });
    await swipe(me, id(0), 'LEFT');
    await swipe(me, id(1), 'RIGHT');
    await world.rsvp(me, id(2), 'NOT_GOING');
    await world.rsvp(me, id(3));
    await swipe(me, id(4), 'DOWN');
    expect((await titles(me)).sort()).toEqual(['liked', 'open']);
    expect((await titles(null)).sort()).toEqual(['calendar', 'declined', 'going', 'liked', 'mine', 'open', 'passed']);
  });

  test('nothing by somebody with whom one has blocked the other', async () => {
    const [me, other] = [await aPerson(), await aPerson()];
    await world.anEvent({ by: other, title: 'By the other' });
    expect(await titles(me)).toEqual(['By the other']);
    await world.befriend(other, me, { status: 'BLOCKED' });
    expect(await titles(me)).toEqual([]);
  });

  test('one organiser has at most two among twenty while there are others (A14)', async () => {
    const prolific = aViewer();
    for (let n = 0; n < 5; n++) await world.anEvent({ by: prolific, title: `Mine ${n}`, ...at((n + 1) * DAY) });
    for (let n = 0; n < 4; n++) await anEvent(`Other ${n}`, at((20 + n) * DAY));
    const seen = await titles(await aPerson());
    expect(seen).toEqual(['Mine 0', 'Mine 1', 'Other 0', 'Other 1', 'Other 2', 'Other 3', 'Mine 2', 'Mine 3', 'Mine 4']);
  });
});

describe('pages of a feed', () => {
  beforeAll(async () => {
    await anew();
    for (let n = 0; n < 25; n++) await anEvent(`Event ${n}`, at((n + 1) * DAY));
  });
  const all = async (viewer: Viewer | null, between: (shown: Data[]) => Promise<void> = async () => undefined) => {
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo }: Data = await page(viewer, { first: 10, after });
      seen.push(...nodes.map(({ event }: Data) => event.title));
      if (!pageInfo.hasNextPage) return seen;
      after = pageInfo.endCursor;
      await between(nodes);
    }
  };
  const everything = Array.from({ length: 25 }, (_, n) => `Event ${n}`);

  test.each([['a visitor', false], ['a person', true]])('for %s: each event once, in order (X91)', async (_name, signedIn) => {
    expect(await all(signedIn ? await aPerson() : null)).toEqual(everything);
  }); // prettier-ignore
  test('swiping what was shown moves nothing, and what was swiped ahead is left out', async () => {
    const me = await aPerson();
    const { searchEvents } = await world.run(null, '{ searchEvents(query: "event", orderBy: SOONEST, first: 25) { nodes { id } } }');
    const seen = await all(me, async (shown) => {
      for (const { event } of shown) await swipe(me, event.id, 'LEFT');
      await swipe(me, searchEvents.nodes[24].id, 'LEFT');
    });
    expect(seen).toEqual(everything.slice(0, 24));
    expect(await titles(me)).toEqual(everything.slice(20, 24));
  });
  test('the same person gets the same feed again, of twenty if nothing else is said (X83, X96)', async () => {
    const me = await aPerson();
    const feed = await page(me);
    expect(feed.nodes).toHaveLength(20);
    expect(await page(me)).toEqual(feed);
  });
  test('the first page costs three statements, a further one two, whatever their size', async () => {
    const me = await aPerson();
    for (const first of [3, 12]) {
      const one = await cost(world.subgraph, () => page(me, { first }));
      expect(one.statements).toBe(3);
      const two = await cost(world.subgraph, () => page(me, { first, after: one.result.pageInfo.endCursor }));
      expect([two.statements, two.result.nodes.length]).toEqual([2, first]);
      world.clock.advance(1);
    }
  });
  test('what is published meanwhile comes with the next feed, not into the middle of this one', async () => {
    const me = await aPerson();
    const seen = await all(me, async () => void (await anEvent('Just published', at(HOUR))));
    expect(seen).toEqual(everything);
    expect(await titles(me, { first: 1 })).toEqual(['Just published']);
  });
  test('cursors of other lists, of another day and nonsense are refused', async () => {
    const { pageInfo } = await page(null, { first: 1 });
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const now = world.clock.now().getTime();
    const cursors = [
      'x',
      cursor('search', 'SOONEST', 1, randomUUID()),
      cursor('feed', now, 0.5, randomUUID()),
      cursor('feed', now + 1, 0, randomUUID()),
      cursor('feed', now, 0, "'"),
    ];
    for (const after of cursors)
      expect((await world.execute(null, FEED, { after })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    world.clock.advance(2 * DAY);
    expect((await world.execute(null, FEED, { after: pageInfo.endCursor })).errors).toMatchObject([
      { message: expect.stringContaining('older than a day') },
    ]);
  });
});

test('counting anew or only what has changed comes to the same (X97)', async () => {
  await anew();
  const events = await Promise.all(Array.from({ length: 6 }, (_, n) => anEvent(`Event ${n}`)));
  const sql = sqlOn(world);
  const state = async () =>
    (await sql('SELECT event_id, attending, round(heat::numeric, 9) AS heat FROM event_popularity ORDER BY 1')).rows;
  const guests = await Promise.all(Array.from({ length: 4 }, () => aGuest()));
  for (let round = 0; round < 3; round++) {
    for (const [at, guest] of guests.entries()) {
      await world.rsvp(guest, events[(at + round) % 6]!.id, at % 2 ? 'GOING' : 'INTERESTED');
      await swipe(guest, events[(at * 2 + round) % 6]!.id, (['UP', 'DOWN', 'RIGHT', 'LEFT'] as const)[at]!);
    }
    world.clock.advance(DAY);
    await refresh();
  }
  const step = await state();
  await sql('DELETE FROM event_popularity');
  await sql('DELETE FROM job_marks');
  await refresh();
  expect(await state()).toEqual(step);
  expect(step).toHaveLength(6);
});
