import { eventually } from '../client';
import { runningStack } from '../running-stack';
import { Story } from '../story';
import { Phone } from './phone';

/** The same dice for the same seed: what fails can be looked at again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

let story: Story;
let endpoint: string;
beforeAll(async () => {
  const { world } = await runningStack();
  endpoint = world.endpoints[0];
  story = new Story(world);
});
afterAll(() => story.end());

test.each([1, 2, 3, 4, 5])('phones that drop at random while a room is lively end as one who comes at the end (seed %i)', async (seed) => {
  const roll = dice(seed);
  // A person may have ten sockets, so each seed has its own.
  const olga = await story.person(`Olga${seed}`, 0);
  const { group } = await olga.app.succeed('CreateGroup', { name: `Lively ${story.tag} ${seed}` });
  const roomId = group.chatRoom.id as string;
  const enter = async () => {
    const phone = new Phone(endpoint);
    await phone.marquee.session.begin({ accessToken: olga.app.accessToken!, refreshToken: 'not used' });
    phone.enter(roomId, olga.id);
    return phone;
  };
  const phones = [await enter(), await enter(), await enter()];
  const there: string[] = [];
  const some = () => there[Math.floor(roll() * there.length)]!;
  for (let step = 0; step < 60; step++) {
    const kind = there.length < 3 ? 0 : Math.floor(roll() * 6);
    const act = [
      async () => there.push((await olga.app.succeed('SendMessage', { roomId, text: `m${step}`, clientMessageId: `m${step}` })).sent.id),
      async () => olga.app.succeed('EditMessage', { messageId: some(), text: `edited in ${step}` }),
      async () => olga.app.succeed('DeleteMessage', { messageId: there.splice(Math.floor(roll() * there.length), 1)[0] }),
      async () => olga.app.succeed('ReactToMessage', { messageId: some(), emoji: ['🎷', '🎺', '🥁'][Math.floor(roll() * 3)] }),
      async () => olga.app.succeed('PinMessage', { messageId: some() }),
      async () => olga.app.succeed('UnpinMessage', { messageId: some() }),
    ][kind]!;
    for (const phone of phones) if (roll() < 0.25) phone.drop();
    await act();
  }
  await olga.app.succeed('SendMessage', { roomId, text: 'the last', clientMessageId: 'the last' });
  const late = await enter();
  await eventually(
    async () => late.room(roomId),
    (room) => room?.messages.nodes.at(-1)?.text === 'the last',
    20_000,
    'the room',
  );
  const shown = (phone: Phone) => {
    const { messages, ...room } = phone.room(roomId)!;
    // A list that was empty when it was loaded has no cursor to go back from, and nothing to go back to.
    return { ...room, unreadCount: 0, nodes: messages.nodes, hasPreviousPage: messages.pageInfo.hasPreviousPage };
  };
  await vi.waitFor(() => expect(phones.map(shown)).toEqual(phones.map(() => shown(late))), 20_000);
  expect(phones.map(({ failures, requests }) => ({ failures, requests }))).toEqual(
    phones.map(() => ({ failures: [], requests: ['RoomWithLog'] })),
  );
});
