import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { print } from 'graphql';
import { SwipeDocument, type SwipeDirection } from './generated/documents';
import { sqlOn } from './sql';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const swipe = async (viewer: Viewer, eventId: string, direction: SwipeDirection, more: { idempotencyKey?: string } = {}) =>
  (await world.run(viewer, SwipeDocument, { input: { eventId, direction, ...more } })).swipe;
const LISTS = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User {
  calendar { nodes { id } totalCount } savedEvents { nodes { id } totalCount } likedEvents { nodes { id } totalCount } } } }`;
const lists = async (viewer: Viewer | null, person: Viewer) => {
  const [user] = (await world.run(viewer, LISTS, { r: [{ __typename: 'User', id: person.id }] }))._entities;
  const ids = (list: { nodes: { id: string }[] } | null) => list && list.nodes.map((node) => node.id);
  return { calendar: ids(user.calendar), saved: ids(user.savedEvents), liked: ids(user.likedEvents) };
};
const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();

test('each direction has its list (E56, E57)', async () => {
  const me = aViewer();
  const [right, up, down, left] = [await world.anEvent(), await world.anEvent(), await world.anEvent(), await world.anEvent()];
  expect(await swipe(me, right.id, 'RIGHT')).toEqual({ __typename: 'SwipeSuccess', event: { id: right.id, viewerSwipe: 'RIGHT' } });
  await swipe(me, up.id, 'UP');
  await swipe(me, down.id, 'DOWN');
  await swipe(me, left.id, 'LEFT');
  expect(await lists(me, me)).toEqual({ calendar: [right.id], saved: [up.id], liked: [down.id] });
});

test('the latest swipe on an event counts', async () => {
  const me = aViewer();
  const { id } = await world.anEvent();
  await swipe(me, id, 'RIGHT');
  await swipe(me, id, 'UP');
  expect(await lists(me, me)).toEqual({ calendar: [], saved: [id], liked: [] });
});

test('the calendar holds what was swiped right and where one is going, next first, and nothing that is over', async () => {
  const me = aViewer();
  const second = await world.anEvent({ startsAt: later(2 * DAY), endsAt: later(3 * DAY) });
  const first = await world.anEvent({ startsAt: later(HOUR), endsAt: later(2 * HOUR) });
  await swipe(me, second.id, 'RIGHT');
  await world.rsvp(me, first.id);
  expect((await lists(me, me)).calendar).toEqual([first.id, second.id]);
  world.clock.advance(3 * HOUR);
  expect((await lists(me, me)).calendar).toEqual([second.id]);
});

test('nobody else sees these lists', async () => {
  const me = aViewer();
  await swipe(me, (await world.anEvent()).id, 'UP');
  const nothing = { calendar: null, saved: null, liked: null };
  expect(await lists(null, me)).toEqual(nothing);
  expect(await lists(aViewer({ role: 'admin' }), me)).toEqual(nothing);
});

test('a wrong direction never reaches the subgraph’s code, and an unknown event is not found', async () => {
  const { errors } = await world.execute(aViewer(), print(SwipeDocument), {
    input: { eventId: (await world.anEvent()).id, direction: 'SIDEWAYS' },
  });
  expect(errors?.[0]?.message).toContain('SIDEWAYS');
  expect(await swipe(aViewer(), '0199c000-0000-7000-8000-000000000001', 'UP')).toMatchObject({ __typename: 'NotFound' });
});

test('a swipe that is sent twice is one', async () => {
  const me = aViewer();
  const { id } = await world.anEvent();
  await swipe(me, id, 'UP', { idempotencyKey: 'flick' });
  expect(await swipe(me, id, 'UP', { idempotencyKey: 'flick' })).toMatchObject({ __typename: 'SwipeSuccess' });
  expect(await swipe(me, id, 'DOWN', { idempotencyKey: 'flick' })).toMatchObject({ code: 'KEY_REUSED' });
});

test('swipes left and right on what is long over are archived, and still their person’s (E58)', async () => {
  const me = aViewer();
  const shortly = { startsAt: later(HOUR), endsAt: later(2 * HOUR) };
  const [left, right, saved] = [await world.anEvent(shortly), await world.anEvent(shortly), await world.anEvent(shortly)];
  const open = await world.anEvent({ startsAt: later(600 * DAY), endsAt: later(601 * DAY) });
  await swipe(me, left.id, 'LEFT');
  await swipe(me, right.id, 'RIGHT');
  await swipe(me, saved.id, 'UP');
  await swipe(me, open.id, 'LEFT');
  const sql = sqlOn(world);
  const archived = async () => {
    await world.subgraph.runJob('archive-swipes');
    const { rows } = await sql('SELECT event_id FROM archived_swipes WHERE user_id = $1 ORDER BY direction', [me.id]);
    return rows.map(({ event_id }) => event_id as string);
  };
  const swipeOf = async (id: string) =>
    (await world.run(me, 'query ($id: ID!) { event(id: $id) { viewerSwipe } }', { id })).event.viewerSwipe as string | null;
  world.clock.advance(80 * DAY);
  expect(await archived()).toEqual([]);
  world.clock.advance(20 * DAY);
  expect(await archived()).toEqual([left.id]);
  expect(await swipeOf(left.id)).toBe('LEFT');
  world.clock.advance(300 * DAY);
  expect((await archived()).sort()).toEqual([left.id, right.id].sort());
  expect((await lists(me, me)).saved).toEqual([saved.id]);
  // Swiped anew, the newer one counts; taken back, there is none, not even the archived one.
  await swipe(me, left.id, 'UP');
  expect(await swipeOf(left.id)).toBe('UP');
  await world.run(me, 'mutation ($input: UndoSwipeInput!) { undoSwipe(input: $input) { __typename } }', { input: { eventId: left.id } });
  expect(await swipeOf(left.id)).toBeNull();
  await world.tell('user.erased', me.id, { userId: me.id });
  expect((await sql('SELECT 1 FROM archived_swipes WHERE user_id = $1', [me.id])).rows).toEqual([]);
});
