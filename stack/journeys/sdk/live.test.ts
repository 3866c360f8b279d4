import { afterTests } from '@marquee/platform/testing';
import {
  AttendanceChangedDocument,
  EventPageDocument,
  type EventPageQuery,
  MessageAddedDocument,
  RoomsChangedDocument,
  RsvpDocument,
} from '../../../clients/sdk/src/operations';
import { type App, type Data, eventually } from '../client';
import { runningStack } from '../running-stack';
import { Story } from '../story';
import { Phone } from './phone';

// The client package with the real Apollo Client, graphql-ws and cache, over the whole supergraph.

let story: Story;
let endpoint: string;
let olga: { app: App; id: string };
beforeAll(async () => {
  const { world } = await runningStack();
  endpoint = world.endpoints[0];
  story = new Story(world);
  olga = await story.person('Olga', 0);
});
afterAll(() => story.end());

async function phoneOf({ app }: { app: App }): Promise<Phone> {
  const phone = new Phone(endpoint);
  await phone.marquee.session.begin({ accessToken: app.accessToken!, refreshToken: 'not used' });
  return phone;
}

const say = async (roomId: string, text: string): Promise<string> =>
  (await olga.app.succeed('SendMessage', { roomId, text, clientMessageId: text })).sent.id;

async function aRoom(name: string): Promise<string> {
  const { group } = await olga.app.succeed('CreateGroup', { name: `${name} ${story.tag}` });
  return group.chatRoom.id as string;
}

const sees = (phone: Phone, roomId: string, text: string) =>
  eventually(
    async () => phone.room(roomId),
    (room) => room?.messages.nodes.at(-1)?.text === text,
    15_000,
    `"${text}" on the screen`,
  );

test('a phone whose connection drops misses no message, edit or deletion, sees none twice, and ends as one that never left (X44, A2)', async () => {
  const roomId = await aRoom('Drops');
  const kept = [await say(roomId, 'm0'), await say(roomId, 'm1')];
  const [steady, dropping] = [await phoneOf(olga), await phoneOf(olga)];
  for (const phone of [steady, dropping]) phone.enter(roomId, olga.id);
  for (const phone of [steady, dropping]) await sees(phone, roomId, 'm1');
  await say(roomId, 'm2');
  await sees(dropping, roomId, 'm2');
  for (const round of [1, 2, 3]) {
    const opened = dropping.opened;
    dropping.drop();
    // While it is away, or coming back.
    kept.push(await say(roomId, `m${round}-a`));
    await olga.app.succeed('EditMessage', { messageId: kept.at(-1), text: `m${round}-a, mended` });
    await olga.app.succeed('DeleteMessage', { messageId: kept[round - 1] });
    await olga.app.succeed('ReactToMessage', { messageId: kept.at(-1), emoji: '🎷' });
    await olga.app.succeed('PinMessage', { messageId: kept.at(-1) });
    await eventually(
      async () => dropping.opened,
      (now) => now > opened,
      10_000,
      'the socket is open again',
    );
  }
  await say(roomId, 'the last');
  for (const phone of [steady, dropping]) await sees(phone, roomId, 'the last');
  const late = await phoneOf(olga);
  late.enter(roomId, olga.id);
  await sees(late, roomId, 'the last');
  // The number of unread messages is no part of the log.
  const shown = (phone: Phone) => ({ ...phone.room(roomId), unreadCount: 0 });
  await vi.waitFor(() => expect([steady, dropping].map(shown)).toEqual([shown(late), shown(late)]), 10_000);
  const { messages } = dropping.room(roomId)!;
  // Seven were said, and three times the room told of a pin.
  expect(messages.nodes.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(messages.nodes.flatMap(({ notice }) => notice?.kind ?? [])).toEqual(Array(3).fill('MESSAGE_PINNED'));
  expect(messages.nodes.filter(({ deletedAt }) => deletedAt !== null)).toHaveLength(3);
  expect(messages.nodes.find(({ text }) => text === 'm3-a, mended')?.reactions).toEqual([
    expect.objectContaining({ emoji: '🎷', count: 1 }),
  ]);
  // Nothing was loaded again: the log brought it all.
  expect(dropping.requests).toEqual(['RoomWithLog']);
  expect(dropping.failures).toEqual([]);
});

test('a stream that began with what comes next goes on after the last message that arrived', async () => {
  const roomId = await aRoom('Next');
  const phone = await phoneOf(olga);
  const heard: Data[] = [];
  const subscription = phone.marquee.apollo
    .subscribe({ query: MessageAddedDocument, variables: { roomId } })
    .subscribe(({ data }) => heard.push(data!.messageAdded.text));
  afterTests(async () => subscription.unsubscribe());
  let n = 0;
  await eventually(
    async () => (await say(roomId, `hello ${n++}`), heard.length),
    (count) => count > 0,
    10_000,
    'the stream is open',
  );
  const last = `hello ${n - 1}`;
  await eventually(
    async () => heard.at(-1),
    (text) => text === last,
    10_000,
    last,
  );
  phone.drop();
  await say(roomId, 'in the tunnel');
  await say(roomId, 'and after');
  await eventually(
    async () => heard.at(-1),
    (text) => text === 'and after',
    10_000,
    'what was said meanwhile',
  );
  expect(heard.slice(-3)).toEqual([last, 'in the tunnel', 'and after']);
  expect(new Set(heard).size).toBe(heard.length);
});

test('the list of rooms goes on after the last cursor', async () => {
  const roomId = await aRoom('Listed');
  const phone = await phoneOf(olga);
  const said: (string | null | undefined)[] = [];
  const cursors: string[] = [];
  const subscription = phone.marquee.apollo.subscribe({ query: RoomsChangedDocument }).subscribe(({ data }) => {
    cursors.push(data!.roomsChanged.cursor);
    said.push(...data!.roomsChanged.rooms.filter(({ id }) => id === roomId).map(({ lastMessage }) => lastMessage?.text));
  });
  afterTests(async () => subscription.unsubscribe());
  await vi.waitFor(() => expect(cursors.length).toBeGreaterThan(0), 10_000);
  phone.drop();
  await say(roomId, 'while away');
  await vi.waitFor(() => expect(said).toContain('while away'), 10_000);
  await say(roomId, 'and live');
  await vi.waitFor(() => expect(said).toContain('and live'), 10_000);
});

test('a position that the log does not reach is mended by loading the room, and the stream goes on', async () => {
  const roomId = await aRoom('Beyond');
  await say(roomId, 'one');
  const phone = await phoneOf(olga);
  const heard: Data[] = [];
  const subscription = phone.marquee.apollo
    .subscribe({ query: MessageAddedDocument, variables: { roomId, since: 4_000 } })
    .subscribe(({ data }) => heard.push(data!.messageAdded.text));
  afterTests(async () => subscription.unsubscribe());
  await eventually(
    async () => phone.requests,
    (requests) => requests.includes('RoomWithLog'),
    10_000,
    'the room is loaded',
  );
  await say(roomId, 'two');
  await eventually(
    async () => heard,
    (texts) => texts.includes('two'),
    10_000,
    'the stream goes on',
  );
  expect(heard).toEqual(['two']);
});

describe('an event page', () => {
  let eventId: string;
  beforeAll(async () => {
    const event = await story.draft(olga.app, { capacity: 5 });
    eventId = event.id as string;
    await story.publish(olga.app, await story.curator(0), eventId);
    await eventually(
      () => story.page(olga.app, eventId),
      (page) => page?.status === 'PUBLISHED',
      20_000,
      'the event is on show',
    );
  });

  async function pageOf(person: { app: App }) {
    const phone = await phoneOf(person);
    const shown: NonNullable<EventPageQuery['event']>[] = [];
    const watched = phone.marquee.apollo.watchQuery({ query: EventPageDocument, variables: { id: eventId } });
    const subscription = watched.subscribe(({ data, dataState }) => {
      if (dataState === 'complete' && data.event) shown.push(data.event);
    });
    afterTests(async () => subscription.unsubscribe());
    const shows = (fits: (event: NonNullable<EventPageQuery['event']>) => boolean) =>
      eventually(
        async () => shown.at(-1),
        (event) => event !== undefined && fits(event),
        10_000,
        'the page',
      ).then((event) => event!);
    await shows(() => true);
    return { phone, shown, shows };
  }

  test('an answer shows at once, before the API has it, and the page is not loaded again', async () => {
    const gwen = await story.person('Gwen', 0);
    const { phone, shown, shows } = await pageOf(gwen);
    const { attendanceCounts: counts } = shown.at(-1)!;
    const answered = phone.marquee.apollo.mutate({
      mutation: RsvpDocument,
      variables: { input: { eventId, status: 'GOING' } },
      optimisticResponse: {
        rsvp: {
          __typename: 'RsvpSuccess',
          attendance: {
            __typename: 'Attendance',
            id: 'new',
            status: 'GOING',
            waitlistPosition: null,
            event: { __typename: 'Event', id: eventId, attendanceCounts: { ...counts, going: counts.going + 1 } },
          },
        },
      } as never,
    });
    await shows(({ attendanceCounts }) => attendanceCounts.going === counts.going + 1);
    await answered;
    await shows(({ attendanceCounts }) => attendanceCounts.going === counts.going + 1 && attendanceCounts.version > counts.version);
    expect(phone.requests).toEqual(['EventPage', 'Rsvp']);
  });

  test('numbers that arrive late do not take the place of newer ones', async () => {
    const { phone, shown, shows } = await pageOf(olga);
    const { attendanceCounts: counts } = shown.at(-1)!;
    const write = (version: number, interested: number) =>
      phone.marquee.apollo.cache.writeQuery({
        query: AttendanceChangedDocument,
        variables: { eventId },
        data: {
          attendanceChanged: {
            __typename: 'AttendanceUpdate',
            version,
            event: { __typename: 'Event', id: eventId, title: 'Same', attendanceCounts: { ...counts, version, interested } },
          },
        } as never,
      });
    write(counts.version + 2, 22);
    write(counts.version + 1, 11);
    const page = await shows(({ title }) => title === 'Same');
    expect(page.attendanceCounts).toMatchObject({ version: counts.version + 2, interested: 22 });
    expect(phone.requests).toEqual(['EventPage']);
  });

  test('a stream without positions that was away has the page looked at once more', async () => {
    const { phone, shows } = await pageOf(olga);
    const before = (await shows(() => true)).attendanceCounts.interested;
    const subscription = phone.marquee.apollo.subscribe({ query: AttendanceChangedDocument, variables: { eventId } }).subscribe(() => {});
    afterTests(async () => subscription.unsubscribe());
    await eventually(
      async () => phone.opened,
      (opened) => opened === 1,
      10_000,
      'the socket is open',
    );
    phone.drop();
    const mo = await story.person('Mo', 0);
    await mo.app.succeed('Rsvp', { eventId, status: 'INTERESTED' });
    await shows(({ attendanceCounts }) => attendanceCounts.interested > before);
    await eventually(
      async () => phone.requests.filter((name) => name === 'EventPage').length,
      (count) => count === 2,
      10_000,
      'one look after the reconnect',
    );
  });
});
