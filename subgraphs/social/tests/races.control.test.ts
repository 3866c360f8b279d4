import { withoutLocks } from '@marquee/platform/testing';
import { social } from '../src';
import { keep } from '../src/kept';
import { eventsAndGuestsMeet, hundredSpeakAtOnce, pairsAskEachOtherAtOnce, removalsAndAnswersMeet, twelveJoinForFourPlaces } from './races';
import { startWorld, type World } from './world';

// The same races on a database that takes no locks, to show that races.test.ts can fail. The constraints behind the locks are dropped, too:
// otherwise they would turn most of the damage into errors.
let world: World;
beforeAll(async () => {
  world = await startWorld({ subgraph: social.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(basics.db) }) }) });
  await world.sql('DROP INDEX messages_room_id_sequence_key');
  await world.sql('DROP INDEX connections_pair_key');
  await world.sql('ALTER TABLE groups DROP CONSTRAINT groups_capacity');
});

test('control: without the lock on the room, messages share numbers', async () => {
  const { stored } = await hundredSpeakAtOnce(world);
  expect(new Set(stored).size).toBeLessThan(stored.length);
});

test('control: without the lock on the group, it takes more members than it has places', async () => {
  const { members } = await twelveJoinForFourPlaces(world);
  expect(members).toBeGreaterThan(5);
});

test('control: without the lock of the pair, two people get two connections', async () => {
  const outcomes = await pairsAskEachOtherAtOnce(world);
  expect(outcomes.some(({ rows }) => rows > 1)).toBe(true);
});

test('control: without the lock of the event, some guests find no room', async () => {
  expect(await eventsAndGuestsMeet(world)).toBeLessThan(40);
});

test('control: without the locks, somebody who is removed from the group stays in the room of its event', async () => {
  expect(await removalsAndAnswersMeet(world)).toBeGreaterThan(0);
}, 60_000);
