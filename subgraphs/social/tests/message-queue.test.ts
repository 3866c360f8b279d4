import { SendMessagesDocument, type SendMessageInput } from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const pair = async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  return { ada, bo, ...(await world.group(ada, [bo])) };
};
const queue = (roomId: string, from: number, to: number): SendMessageInput[] =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ roomId, text: `waited ${from + n}`, clientMessageId: `c${from + n}` }));

test('what waited while an app was offline is said in its order, and twice is once', async () => {
  const { ada, roomId } = await pair();
  const send = async () =>
    as((await world.run(ada, SendMessagesDocument, { input: { messages: queue(roomId, 1, 100) } })).sendMessages, 'SendMessagesSuccess');
  const first = await send();
  expect(first.stored.map(({ sequence, text }) => [sequence, text])).toEqual(
    Array.from({ length: 100 }, (_, n) => [n + 1, `waited ${n + 1}`]),
  );
  expect(first.stoppedBy).toBeNull();
  expect(await send()).toEqual(first);
});

test('it stops at the first that is refused, says why, and says nothing that comes behind it', async () => {
  const { ada, bo, roomId } = await pair();
  const elsewhere = (await world.group(bo)).roomId;
  const messages = [...queue(roomId, 1, 2), ...queue(elsewhere, 3, 3), ...queue(roomId, 4, 4)];
  const outcome = as((await world.run(ada, SendMessagesDocument, { input: { messages } })).sendMessages, 'SendMessagesSuccess');
  expect(outcome).toMatchObject({ stored: [{ sequence: 1 }, { sequence: 2 }], stoppedBy: { __typename: 'NotFound' } });
  expect(await world.sql('SELECT 1 FROM messages WHERE room_id = $1', [roomId])).toHaveLength(2);
});

test('more than a hundred, none, and one that is no message are refused as a whole', async () => {
  const { ada, roomId } = await pair();
  for (const messages of [queue(roomId, 1, 101), [], [...queue(roomId, 1, 1), { roomId, text: ' ', clientMessageId: 'x' }]])
    expect((await world.run(ada, SendMessagesDocument, { input: { messages } })).sendMessages).toMatchObject({
      __typename: 'InvalidInput',
    });
  expect(await world.sql('SELECT 1 FROM messages WHERE room_id = $1', [roomId])).toEqual([]);
});
