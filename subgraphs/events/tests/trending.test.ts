import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { RsvpDocument, SwipeDocument, TakeSwipeBackDocument, TrendingEventsDocument, type SwipeDirection } from './generated/documents';
import { sqlOn } from './sql';
import { DAY, HOUR, startWorld, userOf, type World } from './world';

let world: World;
beforeEach(async () => void (world = await startWorld()));

const isoIn = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
/** A person of whom users has told. */
async function aGuest(parts: Data = {}): Promise<Viewer> {
  const viewer = aViewer();
  await world.tell('user.updated', viewer.id, { ...userOf(viewer), registeredAt: isoIn(-9 * DAY), addressVerified: true, ...parts });
  return viewer;
}
const guests = (count: number, parts: Data = {}) => Promise.all(Array.from({ length: count }, () => aGuest(parts)));
const anEvent = (title: string) => world.anEvent({ by: aViewer(), title });
const swipe = (viewer: Viewer, eventId: string, direction: SwipeDirection) =>
  world.run(viewer, SwipeDocument, { input: { eventId, direction } });
const refresh = () => world.subgraph.runJob('refresh-popularity');
const trending = async (): Promise<string[]> => {
  await refresh();
  return (await world.run(null, TrendingEventsDocument, {})).trendingEvents.nodes.map(({ title }: Data) => title);
};
const heatOf = async (id: string): Promise<number | null> =>
  (await sqlOn(world)('SELECT heat FROM event_popularity WHERE event_id = $1', [id])).rows[0]?.heat ?? null;

test('a hundred accounts that were made for it move nothing, whatever they do (events F13)', async () => {
  const [pushed, loved] = [await anEvent('Pushed'), await anEvent('Loved')];
  const made = await guests(100, { registeredAt: isoIn(-HOUR) });
  for (const account of made) {
    await world.rsvp(account, pushed.id);
    await swipe(account, pushed.id, 'RIGHT');
  }
  for (const guest of await guests(2)) await world.rsvp(guest, loved.id);
  expect(await trending()).toEqual(['Loved']);
  // They have waited for a day, and do it again: what they did when they were new stays what it was.
  world.clock.advance(2 * DAY);
  for (const account of made.slice(0, 20)) {
    await world.run(account, TakeSwipeBackDocument, { input: { eventId: pushed.id } });
    await swipe(account, pushed.id, 'RIGHT');
    await world.rsvp(account, pushed.id, 'NOT_GOING');
    await world.rsvp(account, pushed.id);
  }
  expect(await trending()).toEqual(['Loved']);
}, 120_000);

test('nor do old accounts whose address is nobody’s, until they were let in somewhere', async () => {
  const [pushed, other] = [await anEvent('Pushed'), await anEvent('Other')];
  const unknown = await guests(3, { addressVerified: false });
  for (const account of [...unknown, aViewer()]) await world.rsvp(account, pushed.id);
  expect(await trending()).toEqual([]);
  await world.rsvp(unknown[0]!, other.id);
  await sqlOn(world)('UPDATE attendances SET checked_in_at = now(), admitted = 1 WHERE user_id = $1 AND event_id = $2', [
    unknown[0]!.id,
    other.id,
  ]);
  await world.rsvp(unknown[0]!, pushed.id, 'INTERESTED');
  expect((await trending()).sort()).toEqual(['Other', 'Pushed']);
});

test('a person counts once, for what is worth most, and toggling renews nothing (E59)', async () => {
  const { id } = await anEvent('Toggled');
  const once = await anEvent('Once');
  const [ann, ben] = await guests(2);
  await world.rsvp(ann!, id);
  await world.rsvp(ben!, once.id);
  await refresh();
  const before = await heatOf(id);
  expect(before).toBe(await heatOf(once.id));
  world.clock.advance(2 * DAY);
  await swipe(ann!, id, 'UP');
  await world.run(ann!, RsvpDocument, { input: { eventId: id, status: 'GOING', visibility: 'PUBLIC' } });
  await world.rsvp(ann!, id, 'NOT_GOING');
  await world.rsvp(ann!, id);
  await refresh();
  expect(await heatOf(id)).toBe(before);
  await world.run(ann!, TakeSwipeBackDocument, { input: { eventId: id } });
  await refresh();
  await swipe(ann!, id, 'RIGHT');
  await refresh();
  expect(await heatOf(id)).toBe(before);
  // Somebody else does.
  await world.rsvp((await guests(1))[0]!, id);
  await refresh();
  expect(await heatOf(id)).toBeGreaterThan(before!);
});

test('since when goes with the person, and after a month', async () => {
  const { id } = await anEvent('Old');
  const [ann, ben] = await guests(2);
  for (const guest of [ann!, ben!]) await world.rsvp(guest, id);
  await refresh();
  const kept = async () => (await sqlOn(world)('SELECT 1 FROM event_first_deeds')).rowCount;
  expect(await kept()).toBe(2);
  await world.tell('user.erased', ann!.id, { userId: ann!.id });
  expect(await kept()).toBe(1);
  world.clock.advance(40 * DAY);
  await world.subgraph.runJob('forget-first-deeds');
  expect(await kept()).toBe(0);
});
