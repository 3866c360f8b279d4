import type { Viewer } from '@marquee/platform';
import type { TestStream } from '@marquee/platform/testing';
import { print } from 'graphql';
import { LeaveGroupDocument, RemoveFromGroupDocument, SetTypingDocument, TypingChangedDocument } from './generated/documents';
import { MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

interface Received {
  sequence: number;
  text: string | null;
}

const received = async (stream: TestStream): Promise<Received> => (await stream.next()).data!.messageAdded;
const take = async (stream: TestStream, count: number): Promise<number[]> => {
  const sequences: number[] = [];
  while (sequences.length < count) sequences.push((await received(stream)).sequence);
  return sequences;
};
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const pair = async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const group = await world.group(ada, [bo]);
  return { ada, bo, ...group };
};

test('without since a stream begins with what is said after it was opened', async () => {
  const { ada, bo, roomId } = await pair();
  await world.say(ada, roomId, 'before');
  const stream = await world.subscribe(bo, MESSAGE_ADDED, { roomId });
  await world.say(ada, roomId, 'after');
  expect(await received(stream)).toMatchObject({ sequence: 2, text: 'after', sender: { id: ada.id } });
});

test('with since everything missed comes first, in order, then what is said now: none missing, none twice', async () => {
  const { ada, bo, roomId } = await pair();
  for (let n = 1; n <= 5; n++) await world.say(ada, roomId, `message ${n}`);
  const stream = await world.subscribe(bo, MESSAGE_ADDED, { roomId, since: 2 });
  expect(await take(stream, 3)).toEqual([3, 4, 5]);
  await world.say(bo, roomId, 'live');
  expect(await take(stream, 1)).toEqual([6]);
  await stream.close();
  await world.say(ada, roomId, 'missed');
  const again = await world.subscribe(bo, MESSAGE_ADDED, { roomId, since: 6 });
  expect(await take(again, 1)).toEqual([7]);
});

test('catching up while others write misses nothing and repeats nothing', async () => {
  const { ada, bo, roomId } = await pair();
  for (let n = 1; n <= 20; n++) await world.say(ada, roomId, `old ${n}`);
  const writing = Promise.all(
    [ada, bo, ada, bo].map(async (person, writer) => {
      for (let n = 0; n < 20; n++) await world.say(person, roomId, `new ${writer} ${n}`);
    }),
  );
  const streams = await Promise.all([0, 5, 10, 20].map((since) => world.subscribe(bo, MESSAGE_ADDED, { roomId, since })));
  const taken = await Promise.all(streams.map((stream, index) => take(stream, 100 - [0, 5, 10, 20][index]!)));
  await writing;
  taken.forEach((sequences, index) => expect(sequences).toEqual(range([1, 6, 11, 21][index]!, 100)));
});

test('a since beyond the newest message asks for a resync, a negative one is refused', async () => {
  const { ada, roomId } = await pair();
  await world.say(ada, roomId, 'one');
  await expect(world.subscribe(ada, MESSAGE_ADDED, { roomId, since: 2 })).rejects.toThrow('RESYNC_REQUIRED');
  await expect(world.subscribe(ada, MESSAGE_ADDED, { roomId, since: -1 })).rejects.toThrow('BAD_USER_INPUT');
});

describe('a stream ends within a second', () => {
  const endsAfter = async (viewer: Viewer, roomId: string, change: () => Promise<unknown>) => {
    const stream = await world.subscribe(viewer, MESSAGE_ADDED, { roomId });
    const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
    const started = Date.now();
    await change();
    await ended;
    expect(Date.now() - started).toBeLessThan(1_000);
    await expect(world.subscribe(viewer, MESSAGE_ADDED, { roomId })).rejects.toThrow();
  };

  test('when its reader is removed from the group', async () => {
    const { ada, bo, id, roomId } = await pair();
    await endsAfter(bo, roomId, () => world.run(ada, RemoveFromGroupDocument, { input: { groupId: id, userId: bo.id } }));
  });

  test('when its reader leaves the group', async () => {
    const { bo, id, roomId } = await pair();
    await endsAfter(bo, roomId, () => world.run(bo, LeaveGroupDocument, { input: { groupId: id } }));
  });

  test('when its reader is suspended', async () => {
    const { bo, roomId } = await pair();
    await endsAfter(bo, roomId, () => world.tellPerson(bo.id, { active: false }));
  });

  test('when its reader is erased', async () => {
    const { bo, roomId } = await pair();
    await endsAfter(bo, roomId, () => world.tell('user.erased', bo.id, { userId: bo.id }));
  });
});

test('a removed member gets nothing that was said after the removal, even when no signal of it arrived', async () => {
  const { ada, bo, roomId } = await pair();
  const stream = await world.subscribe(bo, MESSAGE_ADDED, { roomId });
  const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
  await world.sql('UPDATE room_members SET active = false WHERE room_id = $1 AND user_id = $2', [roomId, bo.id]);
  await world.say(ada, roomId, 'secret');
  await ended;
});

test('typing is told to the others and ends by itself (S41, X39)', async () => {
  const quick = await startWorld({ settings: { TYPING_LASTS_MS: '150' } });
  const [ada, bo] = [await quick.person(), await quick.person()];
  const { roomId } = await quick.group(ada, [bo]);
  const subscription = print(TypingChangedDocument);
  const set = (isTyping: boolean) => quick.run(ada, SetTypingDocument, { roomId, isTyping });
  const [others, own] = [await quick.subscribe(bo, subscription, { roomId }), await quick.subscribe(ada, subscription, { roomId })];
  const change = async () => (await others.next()).data!.typingChanged;

  expect((await set(true)).setTyping).toBe(true);
  expect(await change()).toEqual({ user: { id: ada.id }, isTyping: true });
  const started = Date.now();
  expect(await change()).toEqual({ user: { id: ada.id }, isTyping: false });
  expect(Date.now() - started).toBeGreaterThan(100);

  await set(true);
  await set(false);
  expect([await change(), await change()].map(({ isTyping }) => isTyping)).toEqual([true, false]);

  const mine = own.next();
  await quick.run(bo, SetTypingDocument, { roomId, isTyping: true });
  expect((await mine).data!.typingChanged.user.id).toBe(bo.id);
});
