import { eventsAndGuestsMeet, hundredSpeakAtOnce, pairsAskEachOtherAtOnce, twelveJoinForFourPlaces } from './fixtures/races';
import { startWorld, type World } from './fixtures/world';

// The same races with the locks taken out, to show that races.test.ts can fail. The constraints behind the locks are dropped, too:
// otherwise they would turn most of the damage into errors.
jest.mock('../src/modules/message/message.sequence', () => {
  const original = jest.requireActual('../src/modules/message/message.sequence');
  type HoldRoom = typeof original.holdRoom;
  const holdRoom: HoldRoom = (tx: { $queryRaw: (...args: unknown[]) => unknown }, ...rest: unknown[]) =>
    original.holdRoom(withoutLocks(tx), ...rest);
  return { ...original, holdRoom };
});
jest.mock('../src/modules/group/group.seats', () => {
  const original = jest.requireActual('../src/modules/group/group.seats');
  return { ...original, holdGroup: (tx: object, ...rest: unknown[]) => original.holdGroup(withoutLocks(tx), ...rest) };
});
jest.mock('../src/modules/room/event.lock', () => ({ lockEvent: async () => undefined }));
jest.mock('../src/modules/connection/pair.lock', () => ({ lockPair: async () => undefined }));

/** Sends each statement without its FOR NO KEY UPDATE. */
function withoutLocks(tx: object): object {
  return new Proxy(tx, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (name !== '$queryRaw') return member;
      return (parts: TemplateStringsArray, ...values: unknown[]) => {
        const unlocked = parts.map((part) => part.replace(/FOR NO KEY UPDATE( OF r)?/, ''));
        const strings = Object.assign([...unlocked], { raw: unlocked });
        return (member as (...args: unknown[]) => unknown).call(target, strings, ...values);
      };
    },
  });
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
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
