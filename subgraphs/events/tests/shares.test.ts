import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  EngagementDocument,
  FollowShareDocument,
  ShareEventDocument,
  SwipeDocument,
  TakeSwipeBackDocument,
  type ShareChannel,
} from './generated/documents';
import { cost } from './cost';
import { sqlOn, type Sql } from './sql';
import { DAY, startWorld, type World } from './world';

let world: World;
let sql: Sql;
beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
});

const share = async (viewer: Viewer, eventId: string, channel: ShareChannel = 'LINK', w = world): Promise<Data> =>
  (await w.run(viewer, ShareEventDocument, { input: { eventId, channel } })).shareEvent;
const follow = async (viewer: Viewer | null, token: string, w = world): Promise<Data> =>
  (await w.run(viewer, FollowShareDocument, { input: { token } })).followShare;
const look = async (viewer: Viewer | null, id: string, w = world): Promise<Data> =>
  (await w.run(viewer, EngagementDocument, { id })).event as Data;
const tokenOf = (shared: Data): string => shared.share.token as string;

test('a link tells where it was shared, is the same every time, and counts a person once a day (E55)', async () => {
  const ann = aViewer();
  const { id } = await world.anEvent();
  const first = await share(ann, id);
  expect(first).toMatchObject({
    share: { channel: 'LINK', path: `/events/${id}?share=${tokenOf(first)}` },
    event: { engagement: { shares: 1, visits: 0 } },
  });
  expect(tokenOf(await share(ann, id))).toBe(tokenOf(first));
  const mailed = await share(ann, id, 'EMAIL');
  expect(tokenOf(mailed)).not.toBe(tokenOf(first));
  expect((await look(null, id)).engagement.shares).toBe(1);
  await share(aViewer(), id);
  expect((await look(null, id)).engagement.shares).toBe(2);
  world.clock.advance(DAY);
  await share(ann, id);
  expect((await look(null, id)).engagement.shares).toBe(3);
});

test('who follows it is counted once a day, but for visitors and the one who shared it', async () => {
  const [ann, ben] = [aViewer(), aViewer()];
  const { id } = await world.anEvent();
  const [link, mail] = [tokenOf(await share(ann, id)), tokenOf(await share(ann, id, 'EMAIL'))];
  expect(await follow(ben, mail)).toEqual({ __typename: 'FollowShareSuccess', channel: 'EMAIL', event: { id } });
  for (const [viewer, token] of [
    [ben, mail],
    [ben, link],
    [null, mail],
    [ann, mail],
  ] as const)
    expect(await follow(viewer, token)).toMatchObject({ __typename: 'FollowShareSuccess' });
  expect((await look(null, id)).engagement.visits).toBe(1);
  expect((await look(world.organiser, id)).shareSources).toEqual([
    { channel: 'EMAIL', links: 1, visits: 1 },
    { channel: 'LINK', links: 1, visits: 0 },
  ]);
  expect((await look(ben, id)).shareSources).toBeNull();
  expect((await look(aViewer({ role: 'curator' }), id)).shareSources).toHaveLength(2);
});

test('it gives no right, and leads nowhere once its person was erased; the numbers stay', async () => {
  const [ann, ben] = [aViewer(), aViewer()];
  const { id } = await world.anEvent({ visibility: 'PRIVATE' });
  expect(await share(ann, id)).toMatchObject({ __typename: 'NotFound' });
  const token = tokenOf(await share(world.organiser, id));
  for (const viewer of [ann, null]) expect(await follow(viewer, token)).toMatchObject({ __typename: 'NotFound' });
  expect(await follow(ben, 'no-such-token')).toMatchObject({ __typename: 'NotFound' });
  const open = await world.anEvent();
  const shared = tokenOf(await share(ann, open.id));
  await follow(ben, shared);
  await world.tell('user.erased', ann.id, { userId: ann.id });
  await world.tell('user.erased', ben.id, { userId: ben.id });
  expect(await follow(aViewer(), shared)).toMatchObject({ __typename: 'NotFound' });
  expect((await look(null, open.id)).engagement).toMatchObject({ shares: 1, visits: 1 });
  const left = await sql(
    'SELECT 1 FROM event_share_days WHERE user_id = ANY($1) UNION ALL SELECT 1 FROM event_shares WHERE user_id = ANY($1)',
    [[ann.id, ben.id]],
  );
  expect(left.rowCount).toBe(0);
});

test('a visitor shares nothing, a suspended person neither; a repeated request is one', async () => {
  const { id } = await world.anEvent();
  const { errors } = await world.execute(null, print(ShareEventDocument), { input: { eventId: id } });
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  const ann = aViewer();
  await world.know([ann], { active: false });
  expect(await share(ann, id)).toMatchObject({ __typename: 'NotAllowed' });
  const ben = aViewer();
  const again = () => world.run(ben, ShareEventDocument, { input: { eventId: id, idempotencyKey: 'once' } });
  expect((await again()).shareEvent).toEqual((await again()).shareEvent);
  const other = { input: { eventId: id, channel: 'EMAIL' as const, idempotencyKey: 'once' } };
  expect((await world.run(ben, ShareEventDocument, other)).shareEvent).toMatchObject({ __typename: 'KeyReused' });
});

test('likes and saves are people’s latest swipes, and go when they are taken back (E52)', async () => {
  const [ann, ben] = [aViewer(), aViewer()];
  const { id } = await world.anEvent();
  const swipe = (viewer: Viewer, direction: 'UP' | 'DOWN') => world.run(viewer, SwipeDocument, { input: { eventId: id, direction } });
  await swipe(ann, 'DOWN');
  await swipe(ben, 'DOWN');
  await swipe(ben, 'UP');
  await world.rsvp(ben, id);
  await world.rsvp(ann, id, 'INTERESTED');
  expect((await look(null, id)).engagement).toEqual({ interested: 1, attending: 1, likes: 1, saves: 1, shares: 0, visits: 0 });
  const { undoSwipe } = await world.run(ann, TakeSwipeBackDocument, { input: { eventId: id } });
  expect(undoSwipe).toMatchObject({ event: { viewerSwipe: null, likeCount: 0 } });
  expect((await look(null, id)).engagement).toMatchObject({ likes: 0, saves: 1 });
});

test('days that are over are forgotten', async () => {
  const { id } = await world.anEvent();
  await share(aViewer(), id);
  world.clock.advance(3 * DAY);
  await world.subgraph.runJob('forget-share-days');
  expect((await sql('SELECT 1 FROM event_share_days WHERE event_id = $1', [id])).rowCount).toBe(0);
  expect((await look(null, id)).engagement.shares).toBe(1);
});

/** Many share and follow at once, each of them twice: what is counted. */
async function crowd(w: World): Promise<Data> {
  const { id } = await w.anEvent();
  const token = tokenOf(await share(w.organiser, id, 'LINK', w));
  const people = Array.from({ length: 6 }, () => aViewer());
  const twice = [...people, ...people];
  await Promise.all(twice.flatMap((one) => [share(one, id, 'LINK', w), follow(one, token, w)]));
  return (await look(null, id, w)).engagement as Data;
}

test('people who share and follow side by side are counted once each', async () => {
  expect(await crowd(world)).toMatchObject({ shares: 7, visits: 6 });
});

test('control: without the row of the day some are counted twice', async () => {
  const careless = await startWorld();
  await sqlOn(careless)('ALTER TABLE event_share_days DROP CONSTRAINT event_share_days_pkey');
  const { shares, visits } = await crowd(careless);
  expect((shares as number) + (visits as number)).toBeGreaterThan(13);
});

test('numbers of a page of events cost a fixed number of statements', async () => {
  const made = [await world.anEvent(), await world.anEvent(), await world.anEvent()];
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { engagement { interested attending likes saves shares visits } } } }`;
  await world.subgraph.drain();
  const costs: number[] = [];
  for (const some of [made.slice(0, 1), made]) {
    const r = some.map(({ id }) => ({ __typename: 'Event', id }));
    costs.push((await cost(world.subgraph, () => world.run(null, query, { r }))).statements);
  }
  expect(costs).toEqual([5, 5]);
});
