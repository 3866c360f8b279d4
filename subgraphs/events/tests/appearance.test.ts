import { aViewer } from '@marquee/platform/testing';
import { startWorld, type World } from './world';

const APPEARED = 'subscription ($where: AppearanceInput!) { eventAppeared(where: $where) { id } }';
const TORONTO = { latitude: 43.6534, longitude: -79.3839 };
let world: World;
beforeEach(async () => void (world = await startWorld()));

const at = (latitude: number, longitude: number) => ({
  venue: { name: `Hall ${latitude} ${longitude}`, city: 'Somewhere', latitude, longitude },
});
const told = (id: string) => ({ data: { eventAppeared: { id } } });
const follow = (where: object, viewer: ReturnType<typeof aViewer> | null = null) => world.subscribe(viewer, APPEARED, { where });

test('who waits at a place hears of what comes on show there, and of nothing else (X38)', async () => {
  const near = await follow({ near: { ...TORONTO, radiusKm: 20 } });
  await world.anEvent(at(44.4, -79.7));
  await world.anEvent();
  await world.anEvent({ ...at(43.66, -79.4), visibility: 'PRIVATE' });
  await world.anEvent({ ...at(43.66, -79.4), status: 'PENDING_REVIEW' });
  const here = await world.anEvent(at(43.66, -79.4));
  expect(await near.next()).toMatchObject(told(here.id));
  await near.close();
});

test('who waits for a kind hears of it and what is below it, near a point where one is told', async () => {
  const [all, near] = [
    await follow({ categorySlugs: ['performing-arts'] }),
    await follow({ categorySlugs: ['performing-arts'], near: { ...TORONTO, radiusKm: 50 } }),
  ];
  await world.anEvent({ categorySlug: 'sports', ...at(43.66, -79.4) });
  const far = await world.anEvent({ categorySlug: 'theatre', ...at(49.28, -123.12) });
  const here = await world.anEvent({ categorySlug: 'performing-arts', ...at(43.66, -79.4) });
  expect(await all.next()).toMatchObject(told(far.id));
  expect(await all.next()).toMatchObject(told(here.id));
  expect(await near.next()).toMatchObject(told(here.id));
  await all.close();
  await near.close();
});

test('nobody hears of an event of somebody with whom they are in a block, nor of a change of one', async () => {
  const ann = aViewer();
  const host = aViewer();
  await world.know([ann, host]);
  await world.befriend(ann, host, { type: 'BLOCK', status: 'BLOCKED' });
  const stream = await follow({ categorySlugs: ['music'] }, ann);
  await world.anEvent({ by: host });
  const { id, version } = await world.anEvent();
  expect(await stream.next()).toMatchObject(told(id));
  const update = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }';
  await world.run(world.organiser, update, { input: { eventId: id, version, capacity: 5 } });
  const next = await world.anEvent();
  expect(await stream.next()).toMatchObject(told(next.id));
  await stream.close();
});

test.each([
  [{}, 'near'],
  [{ near: { ...TORONTO, radiusKm: 101 } }, 'radiusKm'],
  [{ categorySlugs: ['no-such'] }, 'categorySlugs'],
  [{ categorySlugs: Array.from({ length: 11 }, () => 'music') }, 'categorySlugs'],
])('what cannot be waited for is refused: %j', async (where, path) => {
  await expect(follow(where)).rejects.toThrow(path);
});
