import { parse } from 'graphql';
import type { Stack } from '../src/one-process';
import { DEMO_PASSWORD } from '../src/welcome';
import { type App, type Data, endsSaying, eventually, type Live } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

type Person = Awaited<ReturnType<Story['person']>>;

const WITHIN_MS = 1_000;

/**
 * A room with several people in it, who share one stream: whoever loses the right to it hears nothing more within a second, and all
 * others hear the next message.
 */
describe('rights to a shared stream', () => {
  let stack: Stack;
  let story: Story;
  let admin: App;
  let olga: Person;

  beforeAll(async () => {
    const running = await runningStack();
    stack = running.stack;
    story = new Story(running.world);
    olga = await story.person('Olga', 0);
    admin = story.visitor();
    const { session } = await admin.succeed('Login', { emailOrUsername: 'admin@demo.test', password: DEMO_PASSWORD });
    admin.accessToken = session.accessToken;
  });
  afterAll(() => story.end());

  const act = async (app: App, mutation: string, type: string, input: Record<string, unknown>): Promise<Data> => {
    const data = await app.do(parse(`mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`), { input });
    expect(data[mutation].__typename).toMatch(/Success$/);
  };

  /** A group of Olga's with these people in its room, all listening on one stream. */
  async function aRoomOf(...names: string[]) {
    const { group } = await olga.app.succeed('CreateGroup', { name: `Lanterns of ${names.join(' and ')}`, privacy: 'PUBLIC' });
    const people: Person[] = [];
    for (const name of names) {
      const person = await story.person(name, 0);
      await act(person.app, 'joinGroup', 'JoinGroupInput', { groupId: group.id });
      people.push(person);
    }
    const before = stack.gateway.statistics.live;
    const heard = people.map(({ app }) => app.live('MessageAdded', { roomId: group.chatRoom.id }));
    await eventually(
      async () => stack.gateway.statistics.live,
      ({ admitted }) => admitted === before.admitted + people.length,
      5_000,
      'all listen',
    );
    expect(stack.gateway.statistics.live.streams).toBe(before.streams + 1);
    let said = 0;
    const say = async () => {
      const text = `message ${++said}`;
      await olga.app.succeed('SendMessage', { roomId: group.chatRoom.id, text, clientMessageId: text });
      return { sequence: said, text };
    };
    return { groupId: group.id, people, heard, say };
  }

  const next = async (live: Live): Promise<Data> => (await live.next()).messageAdded;

  async function endsWithinASecond(live: Live, act: () => Promise<unknown>): Promise<void> {
    const end = endsSaying(live);
    await act();
    const startedAt = Date.now();
    await end;
    expect(Date.now() - startedAt).toBeLessThan(WITHIN_MS);
  }

  for (const [number, [what, place, lose]] of (
    [
      [
        'a member who is removed from the room',
        0,
        (room: { groupId: string }, { id }: Person) =>
          act(olga.app, 'removeFromGroup', 'RemoveFromGroupInput', { groupId: room.groupId, userId: id }),
      ],
      [
        'a member who leaves it',
        1,
        (room: { groupId: string }, { app }: Person) => act(app, 'leaveGroup', 'LeaveGroupInput', { groupId: room.groupId }),
      ],
      [
        'somebody who is suspended',
        0,
        (_: unknown, { id }: Person) => act(admin, 'suspendUser', 'SuspendUserInput', { userId: id, reason: 'a test' }),
      ],
      ['somebody who signs out', 1, (_: unknown, { app }: Person) => app.do('Logout')],
    ] as const
  ).entries()) {
    test(`${what} hears nothing more within a second, and the others hear the next message`, async () => {
      const room = await aRoomOf(...['Ann', 'Ben', 'Cyn'].map((name) => name + number));
      const first = await room.say();
      for (const live of room.heard) expect(await next(live)).toMatchObject({ ...first, sender: { id: olga.id, displayName: 'Olga' } });
      await endsWithinASecond(room.heard[place]!, () => lose(room, room.people[place]!));
      const second = await room.say();
      // That somebody left is told, too.
      const said = async (live: Live) => (await live.until(({ messageAdded: { text } }) => text !== null)).messageAdded;
      for (const [index, live] of room.heard.entries()) if (index !== place) expect(await said(live)).toMatchObject({ text: second.text });
      expect(room.heard[place]!.waiting).toEqual([]);
    });
  }

  test('a block hides what is said from the one it is between, at once, and from nobody else', async () => {
    const room = await aRoomOf('Dora', 'Emil');
    const [dora, emil] = room.heard;
    const before = stack.gateway.statistics.live.streams;
    await act(room.people[0]!.app, 'blockUser', 'BlockUserInput', { userId: olga.id });
    await eventually(
      async () => stack.gateway.statistics.live.streams,
      (streams) => streams === before + 1,
      WITHIN_MS,
      'Dora has a stream of her own',
    );
    const said = await room.say();
    expect(await next(dora!)).toMatchObject({ sequence: said.sequence, text: null, sender: null });
    expect(await next(emil!)).toMatchObject({ ...said, sender: { id: olga.id } });
  });
});
