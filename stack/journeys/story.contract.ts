import { parse } from 'graphql';
import type { App, Data, Live } from './client';
import { endsSaying, eventually } from './client';
import { Story, type World } from './story';

/**
 * The story, told against whatever runs: one process, or many. Each chapter stands on its own people and its own event, so that chapters
 * can fail one by one. Endpoint 0 and 1 may be two gateways: people of one chapter sit at different ones.
 */
export function tellStory(open: () => World): void {
  let story: Story;
  beforeEach(() => {
    story = new Story(open());
  });
  afterEach(() => story.end());

  test('an organiser publishes through a curator, and a member finds it by text and by place within two seconds (E34, X76, C10)', async () => {
    const organiser = await story.person('Olive', 0);
    const member = await story.person('Milo', 1);
    const curator = await story.curator(1);
    const event = await story.draft(organiser.app);
    expect(event.status).toBe('DRAFT');
    await story.publish(organiser.app, curator, event.id);
    const approved = Date.now();

    const byText = () => member.app.do('SearchEvents', { query: `lantern ${story.tag}` });
    const byPlace = () => member.app.do('SearchEvents', { query: null, filter: { ...story.near(1), tags: [`t${story.tag}`] } });
    const found = (data: Data) => data.searchEvents.nodes.some((node: Data) => node.id === event.id);
    await eventually(byText, found, 2_000, 'found by text');
    const { searchEvents } = await eventually(byPlace, found, 2_000 - (Date.now() - approved), 'found by place');
    const hit = searchEvents.nodes.find((node: Data) => node.id === event.id);
    expect(hit.distanceKm).toBeLessThan(0.1);
    expect(hit.venue.name).toBe('The Lantern Room');

    const page = await story.page(member.app, event.id);
    expect(page).toMatchObject({
      id: event.id,
      status: 'PUBLISHED',
      creator: { id: organiser.id, displayName: 'Olive' },
      curation: { status: 'APPROVED' },
    });
  });

  test('the organiser sees the count change live within a second, equal to what a query answers (X46, A1)', async () => {
    const { organiser, event } = await published(story);
    const member = await story.person('Mara', 1);
    const live = organiser.app.live('AttendanceChanged', { eventId: event.id });
    // A stream begins with what happens after it began: let the first RSVP wait until it is known to be open.
    await opened(live, (turn) => organiser.app.succeed('Rsvp', { eventId: event.id, status: turn % 2 ? 'MAYBE' : 'INTERESTED' }));

    const { attendance } = await member.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
    const answered = Date.now();
    expect(attendance.status).toBe('GOING');
    const { attendanceChanged } = await live.until((data) => data.attendanceChanged.event.attendanceCounts.going === 1);
    expect(Date.now() - answered).toBeLessThan(1_000);
    const page = await story.page(organiser.app, event.id);
    expect(page.attendanceCounts).toMatchObject(withoutTypename(attendanceChanged.event.attendanceCounts));
    live.stop();
  });

  test('of two members for one place the second waits, and is offered the place when the first leaves (E43)', async () => {
    const { event } = await published(story, { capacity: 1 });
    const [first, second] = [await story.person('Ann', 0), await story.person('Ben', 1)];
    const notices = second.app.live('NotificationReceived', {});
    expect((await first.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' })).attendance.status).toBe('GOING');
    expect((await second.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' })).attendance).toMatchObject({
      status: 'WAITLISTED',
      waitlistPosition: 1,
    });

    await first.app.succeed('Rsvp', { eventId: event.id, status: 'NOT_GOING' });
    const { notificationReceived } = await notices.until((data) => data.notificationReceived.type === 'PLACE_OFFERED');
    expect(notificationReceived.target).toMatchObject({ __typename: 'Event', id: event.id });
    expect((await second.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' })).attendance.status).toBe('GOING');
    notices.stop();
  });

  test('a member sends a picture of themselves, to whichever gateway, and everybody sees it until it is removed', async () => {
    const [member, other] = [await story.person('Pia', 0), await story.person('Quin', 1)];
    const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50_000, 'p')]);
    const { upload } = await member.app.succeed('RequestAvatarUpload', { contentType: 'image/png', size: picture.length });
    const headers = Object.fromEntries(upload.headers.map(({ name, value }: Data) => [name, value]));
    const { pathname, search } = new URL(upload.url);
    const elsewhere = new URL(pathname + search, open().endpoints[1]);
    expect((await fetch(elsewhere, { method: upload.method, headers, body: picture })).status).toBe(200);
    await member.app.succeed('SetAvatar', { uploadId: upload.id });
    const { user } = await other.app.do('Person', { id: member.id });
    const read = await fetch(user.avatarUrl);
    expect([read.status, Buffer.from(await read.arrayBuffer()).equals(picture)]).toEqual([200, true]);
    await member.app.succeed('RemoveAvatar', {});
    expect((await fetch(user.avatarUrl)).status).toBe(404);
  });

  test('two members chat live; one loses its connection, misses messages and catches up with since: none missing, none twice', async () => {
    const { event, organiser } = await published(story);
    const [ada, bo] = [await story.person('Ada', 0), await story.person('Bo', 1)];
    for (const { app } of [ada, bo]) await app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
    const room = await roomOf(story, ada.app, event.id);
    await roomOf(story, bo.app, event.id);
    const say = (app: App, text: string) => app.succeed('SendMessage', { roomId: room, text, clientMessageId: `${story.tag}-${text}` });

    const received: number[] = [];
    const firstLive = bo.app.live('MessageAdded', { roomId: room, since: 0 });
    const hello = await say(ada.app, 'hello');
    await firstLive.until((data) => received.push(data.messageAdded.sequence) > 0 && data.messageAdded.sequence === hello.sent.sequence);

    firstLive.stop();
    bo.app.dropSocket();
    for (let n = 1; n <= 5; n++) await say(ada.app, `missed ${n}`);

    const secondLive = bo.app.live('MessageAdded', { roomId: room, since: received.at(-1)! });
    const last = await say(organiser.app, 'after');
    await secondLive.until((data) => received.push(data.messageAdded.sequence) > 0 && data.messageAdded.sequence === last.sent.sequence);
    expect(received).toEqual(Array.from({ length: last.sent.sequence }, (_, index) => index + 1));
    expect(received).toHaveLength(7);
    secondLive.stop();
  });

  test('a ticket makes its buyer a guest, and a refund takes that back (X36)', async () => {
    const { organiser, event } = await published(story, {
      price: { type: 'PAID', min: { amountMinor: 2500, currency: 'CAD' }, max: { amountMinor: 2500, currency: 'CAD' } },
    });
    const buyer = await story.person('Bea', 1);
    const { tier } = await eventually(
      () =>
        organiser.app
          .do('CreateTicketTier', {
            input: { eventId: event.id, name: 'Evening', price: { amountMinor: 2500, currency: 'CAD' }, quantity: 10 },
          })
          .then((data) => data.createTicketTier),
      (outcome) => outcome.__typename === 'CreateTicketTierSuccess',
      2_000,
      'payments knows the event',
    );
    const { order, payment } = await buyer.app.succeed('Checkout', {
      items: [{ tierId: tier.id, quantity: 2 }],
      idempotencyKey: `buy-${story.tag}`,
    });
    expect(order.total).toMatchObject({ amountMinor: 5000, currency: 'CAD' });
    expect((await buyer.app.refused('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_declined' })).code).toBeDefined();
    const paid = await buyer.app.succeed('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
    expect(paid.order.status).toBe('PAID');
    expect(paid.order.tickets).toHaveLength(2);

    const status = () => story.page(buyer.app, event.id).then((page) => page.viewerAttendance?.status ?? null);
    await eventually(status, (now) => now === 'GOING', 2_000, 'the buyer is GOING');

    const { revenueShare } = (await organiser.app.do('RevenueShare', { orderId: order.id })).order;
    const parts = ['platform', 'creator', 'curator', 'processing', 'tax'].map((part) => revenueShare[part]?.amountMinor ?? 0);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(revenueShare.total.amountMinor);

    expect((await buyer.app.succeed('RefundOrder', { orderId: order.id, reason: 'Fell ill' })).order.status).toBe('REFUNDED');
    await eventually(status, (now) => now !== 'GOING', 2_000, 'the buyer is no longer GOING');
    const { me } = await buyer.app.do('MyOrders');
    expect(me.user.orders.nodes[0]).toMatchObject({ id: order.id, status: 'REFUNDED', event: { id: event.id } });
  });

  test('a stranger sees none of what is private: not by root fields, not by nested paths, not by _entities', async () => {
    const organiser = await story.person('Iris', 0);
    const guest = await story.person('Gus', 0);
    const stranger = await story.person('Sly', 1);
    const event = await story.draft(organiser.app, { visibility: 'PRIVATE', title: `Secret ${story.tag}` });
    await guest.app.succeed('UpdateProfile', {
      bio: `secret bio ${story.tag}`,
      interests: ['jazz'],
      location: { latitude: 43.6, longitude: -79.3 },
    });

    const paths = story.paths(event.id, organiser.id);
    for (const app of [stranger.app, story.visitor(1)]) {
      expect((await app.ask(paths.root)).data?.event ?? null).toBeNull();
      expect(JSON.stringify((await app.ask(paths.nested)).data ?? {})).not.toContain(event.id);
      expect((await app.ask(paths.entities)).error).toBeDefined();
      const { userByUsername } = (await app.ask('UserProfile', { username: guest.username })).data;
      expect(userByUsername).toMatchObject({ id: guest.id, displayName: 'Gus', bio: null, interests: null });
      expect((await app.ask('EventPage', { id: event.id })).data.event).toBeNull();
    }
    expect((await story.page(organiser.app, event.id)).title).toBe(`Secret ${story.tag}`);
    expect((await guest.app.do('UserProfile', { username: guest.username })).userByUsername.bio).toBe(`secret bio ${story.tag}`);
  });

  test('what three members flag is hidden from others, not from its guests, until a curator approves it again', async () => {
    const { organiser, curator, event } = await published(story);
    const [guest, stranger] = [await story.person('Gail', 0), await story.person('Stu', 1)];
    await guest.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
    const newcomers = [await story.person('Fay', 0), await story.person('Fin', 1), await story.person('Flo', 0)].map(({ app }) => app);
    const members = [await story.demo('member', 0), await story.demo('organiser', 1), await story.demo('admin', 0)];
    const look = async (app: App) => {
      const { searchEvents } = await app.do('SearchEvents', { query: `lantern ${story.tag}` });
      return { page: (await story.page(app, event.id)) !== null, found: searchEvents.nodes.some((node: Data) => node.id === event.id) };
    };
    const sees = (app: App, what: Awaited<ReturnType<typeof look>>, when: string) =>
      eventually(
        () => look(app),
        (seen) => seen.page === what.page && seen.found === what.found,
        2_000,
        when,
      );
    for (const app of [...newcomers, ...members]) await sees(app, { page: true, found: true }, 'on show');

    // Accounts of seconds hide nothing, but what they say reaches a curator.
    for (const app of newcomers) await app.succeed('FlagEvent', { eventId: event.id, reason: 'INACCURATE' });
    expect(await story.inQueue(curator, event.id)).toMatchObject({ status: 'APPROVED' });
    await sees(stranger.app, { page: true, found: true }, 'still on show');
    for (const app of members) await app.succeed('FlagEvent', { eventId: event.id, reason: 'INACCURATE' });
    for (const app of [stranger.app, story.visitor(0), members[0]!]) await sees(app, { page: false, found: false }, 'hidden');
    for (const app of [guest.app, organiser.app, curator]) await sees(app, { page: true, found: false }, 'shown to its guests');
    expect((await stranger.app.refused('Rsvp', { eventId: event.id, status: 'GOING' })).code).toBe('NOT_FOUND');
    expect((await stranger.app.ask(story.paths(event.id, organiser.id).root)).data?.event ?? null).toBeNull();
    expect(JSON.stringify((await stranger.app.ask(story.paths(event.id, organiser.id).nested)).data ?? {})).not.toContain(event.id);

    await story.approve(curator, event.id, 'All is well with it.');
    for (const app of [stranger.app, members[0]!]) await sees(app, { page: true, found: true }, 'on show again');
  });

  test('an event is in the hands of its organiser: a stranger can neither change, cancel, sell nor check in (E27, E51)', async () => {
    const { organiser, event } = await published(story);
    const stranger = await story.person('Max', 1);
    const refused = async (mutation: string, input: Record<string, unknown>) => {
      const data = await stranger.app.do(parse(mutation), { input });
      const [outcome] = Object.values(data as Record<string, { code?: string }>);
      expect(outcome!.code).toMatch(/FORBIDDEN|NOT_FOUND/);
    };
    const { version } = await eventVersion(organiser.app, event.id);
    await refused('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { ... on UserError { code } } }', {
      eventId: event.id,
      version,
      title: 'Mine now',
    });
    await refused('mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { ... on UserError { code } } }', {
      eventId: event.id,
    });
    expect((await stranger.app.refused('CheckIn', { eventId: event.id, userId: stranger.id, nonce: 'n1' })).code).toMatch(
      /FORBIDDEN|NOT_FOUND/,
    );
    const tier = { eventId: event.id, name: 'Fake', price: { amountMinor: 100, currency: 'CAD' }, quantity: 5 };
    expect((await stranger.app.refused('CreateTicketTier', tier)).code).toMatch(/FORBIDDEN|NOT_FOUND/);
    expect(await story.page(organiser.app, event.id)).toMatchObject({ status: 'PUBLISHED', title: event.title });
  });

  test('a room and its messages are closed to strangers, live too', async () => {
    const { event } = await published(story);
    const guest = await story.person('Gil', 0);
    const stranger = await story.person('Sam', 1);
    await guest.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
    const room = await roomOf(story, guest.app, event.id);
    await guest.app.succeed('SendMessage', { roomId: room, text: `between us ${story.tag}`, clientMessageId: `x-${story.tag}` });
    expect((await stranger.app.ask('Room', { id: room })).data.chatRoom).toBeNull();
    expect((await story.page(stranger.app, event.id)).chatRoom).toBeNull();
    await expect(stranger.app.live('MessageAdded', { roomId: room, since: 0 }).next()).rejects.toThrow();
    expect(
      (await stranger.app.refused('SendMessage', { roomId: room, text: 'let me in', clientMessageId: `y-${story.tag}` })).code,
    ).toMatch(/FORBIDDEN|NOT_FOUND/);
  });

  test('who is removed from a room, and who signs out, hears nothing more within a second; whoever stays hears the next message', async () => {
    const olga = await story.person('Olga', 0);
    const { group } = await olga.app.succeed('CreateGroup', { name: `Lanterns ${story.tag}`, privacy: 'PUBLIC' });
    const room: string = group.chatRoom.id;
    const say = (text: string) => olga.app.succeed('SendMessage', { roomId: room, text, clientMessageId: `${story.tag}-${text}` });
    const join = parse('mutation ($input: JoinGroupInput!) { joinGroup(input: $input) { __typename } }');
    const remove = parse('mutation ($input: RemoveFromGroupInput!) { removeFromGroup(input: $input) { __typename } }');

    const [ann, ben, cyn, dan] = [
      await story.person('Ann', 0),
      await story.person('Ben', 1),
      await story.person('Cyn', 0),
      await story.person('Dan', 1),
    ];
    const heard = new Map<typeof ann, Live>();
    for (const person of [ann, ben, cyn, dan]) {
      await person.app.do(join, { input: { groupId: group.id } });
      heard.set(person, person.app.live('MessageAdded', { roomId: room, since: 0 }));
    }
    const next = async (person: typeof ann) =>
      (await heard.get(person)!.until(({ messageAdded: { text } }) => text !== null)).messageAdded.text as string;
    await say('first');
    for (const person of [ann, ben, cyn, dan]) expect(await next(person)).toBe('first');

    for (const [person, leave] of [
      [ben, () => olga.app.do(remove, { input: { groupId: group.id, userId: ben.id } })],
      [ann, () => ann.app.do('Logout')],
    ] as const) {
      const end = endsSaying(heard.get(person)!);
      await leave();
      const startedAt = Date.now();
      await end;
      expect(Date.now() - startedAt).toBeLessThan(1_000);
    }
    await say('second');
    for (const person of [cyn, dan]) expect(await next(person)).toBe('second');
    for (const person of [ann, ben]) expect(heard.get(person)!.waiting).toEqual([]);
    for (const live of heard.values()) live.stop();
  });
}

async function published(story: Story, details: Record<string, unknown> = {}) {
  const organiser = await story.person('Orla', 0);
  const curator = await story.curator(1);
  const event = await story.draft(organiser.app, details);
  await story.publish(organiser.app, curator, event.id);
  await eventually(
    () => story.page(organiser.app, event.id),
    (page) => page.status === 'PUBLISHED',
    2_000,
    'published',
  );
  return { organiser, curator, event };
}

const eventVersion = (app: App, id: string): Promise<{ version: number }> =>
  app.do(parse(`query Version { event(id: "${id}") { version } }`)).then((data) => data.event);

/** The event's chat room, once the guest list has reached it. */
const roomOf = (story: Story, app: App, eventId: string): Promise<string> =>
  eventually(
    () => story.page(app, eventId).then((page) => page.chatRoom?.id ?? null),
    (id) => id !== null,
    2_000,
    'the guest may enter the room',
  ) as Promise<string>;

/** Repeats harmless changes until the stream shows one: then it is open. */
async function opened(
  live: { waiting: readonly Data[]; next(): Promise<Data> },
  change: (turn: number) => Promise<unknown>,
): Promise<void> {
  let turn = 0;
  const first = live.next();
  let seen = false;
  void first.then(() => (seen = true));
  await eventually(
    async () => {
      if (!seen) await change(turn++);
    },
    () => seen,
    20_000,
    'the stream is open',
  );
  await first;
}

const withoutTypename = ({ __typename, ...rest }: Data): Data => rest;
