import { parse } from 'graphql';
import { DEMO_PASSWORD } from '../src/welcome';
import type { App, Data } from './client';
import { eventually } from './client';
import { operationsIn } from './operations';
import { isFurther, remembering, setStage } from './stage';
import type { Story } from './story';

/**
 * Every operation of schema/operations through the gateway, against real data, each answered without an error. What the answers mean is
 * told by the story and by the subgraphs' own tests; here nothing may be left out (the rest: further-operations.test.ts).
 */
describe('every operation of the clients', () => {
  const { ran, ask, succeed } = remembering();
  let story: Story;
  let organiser: { app: App; id: string; username: string };
  let member: { app: App; id: string; username: string };
  let curator: App;
  let event: Data;
  let room: string;

  beforeAll(async () => {
    ({ story, organiser, member, curator, event } = await setStage());
    for (const name of ['Register', 'Login', 'CreateEvent', 'SubmitEvent', 'CurationQueue', 'ClaimReview', 'DecideReview', 'EventPage'])
      ran.add(name);
  }, 90_000);

  afterAll(() => story?.end());

  /** Subscribes, makes it happen until the first message arrives, and answers that message. */
  const live = async (
    app: App,
    name: string,
    variables: Record<string, unknown>,
    happen: (turn: number) => Promise<unknown>,
  ): Promise<Data> => {
    ran.add(name);
    const stream = app.live(name, variables);
    let message: Data;
    const first = stream.next().then((data) => (message = data));
    let turn = 0;
    await eventually(
      () => (message ? Promise.resolve() : happen(turn++).then(() => undefined)),
      () => message !== undefined,
      20_000,
      `${name} answers`,
    );
    stream.stop();
    return first;
  };

  test('people: profiles, sessions, notifications', async () => {
    expect((await ask(member.app, 'Me')).me.user.id).toBe(member.id);
    await succeed(member.app, 'UpdateProfile', {
      bio: 'Walks a lot.',
      interests: ['music'],
      location: { latitude: 43.65, longitude: -79.38 },
    });
    expect((await ask(organiser.app, 'UserProfile', { username: member.username })).userByUsername.id).toBe(member.id);
    const guest = story.visitor();
    const { session } = await guest.succeed('Register', {
      email: `r_${story.tag}@story.test`,
      username: `r_${story.tag}`,
      password: `lantern-${story.tag}-r`,
      displayName: 'R',
    });
    const renewed = await succeed(guest, 'RefreshSession', { refreshToken: session.refreshToken });
    guest.accessToken = renewed.session.accessToken;
    expect((await ask(guest, 'Logout')).logout.__typename).toBe('LogoutSuccess');
    expect((await guest.ask('Me')).error).toBeDefined();
  });

  test('organisations and who works for them', async () => {
    const { organization } = await succeed(organiser.app, 'CreateOrganization', { name: `Lantern House ${story.tag}` });
    const organizationId = organization.id;
    expect((await ask(organiser.app, 'MyOrganizations')).me.user.organizations).toContainEqual(
      expect.objectContaining({ id: organizationId, viewerRole: 'OWNER' }),
    );
    expect((await ask(organiser.app, 'OrganizationEvents', { id: organizationId, first: 5 })).organization.events.nodes).toEqual([]);
    await succeed(organiser.app, 'UpdateOrganization', { organizationId, websiteUrl: 'https://lantern.example' });
    const invited = await succeed(organiser.app, 'InviteToOrganization', { organizationId, userId: member.id, role: 'STAFF' });
    await succeed(organiser.app, 'WithdrawOrganizationInvitation', { invitationId: invited.invitation.id });
    const { invitation } = await succeed(organiser.app, 'InviteToOrganization', { organizationId, userId: member.id, role: 'STAFF' });
    expect((await ask(member.app, 'OrganizationInvitations', { first: 5 })).organizationInvitations.nodes[0].id).toBe(invitation.id);
    await succeed(member.app, 'RespondToOrganizationInvitation', { invitationId: invitation.id, accept: true });
    await succeed(organiser.app, 'SetOrganizationRole', { organizationId, userId: member.id, role: 'MANAGER' });
    await succeed(organiser.app, 'TransferOrganization', { organizationId, userId: member.id });
    expect((await ask(organiser.app, 'Organization', { id: organizationId })).organization.viewerRole).toBe('MANAGER');
    await succeed(organiser.app, 'RemoveFromOrganization', { organizationId, userId: organiser.id });
    const staff = story.visitor();
    const { session } = await staff.succeed('Login', { emailOrUsername: 'admin@demo.test', password: DEMO_PASSWORD });
    staff.accessToken = session.accessToken;
    await succeed(staff, 'VerifyOrganization', { organizationId, verified: true });
    expect((await succeed(staff, 'VerifyUser', { userId: member.id, verified: true })).user.verified).toBe(true);
  });

  test('events: finding, answering, swiping', async () => {
    expect((await ask(member.app, 'Categories')).categories.length).toBeGreaterThan(10);
    expect((await ask(member.app, 'SearchEvents', { query: 'lantern', filter: story.near(5), first: 5 })).searchEvents.totalCount).toBe(1);
    const { latitude, longitude } = story.near(5).near;
    const within = { south: latitude - 0.02, west: longitude - 0.02, north: latitude + 0.02, east: longitude + 0.02 };
    const { clusters } = (await ask(member.app, 'SearchMap', { query: 'lantern', filter: { within } })).searchEvents;
    expect(clusters).toMatchObject([{ count: 1, isOnePoint: true, event: { id: event.id } }]);
    const { searchSuggestions } = await ask(member.app, 'SearchSuggestions', { prefix: 'lanter', first: 5, kinds: ['EVENT'] });
    expect(searchSuggestions).toMatchObject([{ kind: 'EVENT', event: { id: event.id }, highlights: [{ length: 6 }] }]);
    const { searchEvents: read } = await ask(member.app, 'UnderstandSearch', {
      query: 'free lantern near me',
      here: { timezone: 'America/Toronto' },
      first: 5,
    });
    expect(read.understood).toMatchObject({ price: { words: 'free', atMost: 0 }, rest: ['lantern'], ignoredWords: ['near me'] });
    expect((await ask(member.app, 'SuggestEvents', { prefix: 'lantrn' })).suggestEvents.length).toBeGreaterThan(0);
    expect((await ask(member.app, 'Feed', { first: 5 })).eventFeed.nodes[0].reasons.length).toBeGreaterThan(0);
    const { trendingEvents } = await ask(member.app, 'Trending', { near: { latitude: 43.65, longitude: -79.35, radiusKm: 10 } });
    expect(trendingEvents.nodes).toEqual([]);
    await succeed(member.app, 'Swipe', { eventId: event.id, direction: 'RIGHT' });
    expect((await ask(member.app, 'Eligibility', { eventId: event.id })).eligibility.code).toBe('ELIGIBLE');
    await succeed(member.app, 'Rsvp', { eventId: event.id, status: 'GOING' });
    // What became of each record can be asked for, with its event (events F3, bug reports O2).
    const calendar = Array.from({ length: 3 }, (_, n) => ({
      '@type': 'Event',
      name: `Import ${n} ${story.tag}`,
      startDate: '2030-01-01T19:00:00Z',
    }));
    const brought = await succeed(organiser.app, 'ImportEvents', { jsonLd: JSON.stringify(calendar) });
    expect(brought.records.map(({ event: made }: Data) => typeof made.id)).toEqual(['string', 'string', 'string']);
  });

  test('an import that goes on by itself', async () => {
    const part = (kind: string) =>
      JSON.stringify(
        Array.from({ length: 2 }, (_, n) => ({ '@type': 'Event', name: `${kind} ${n} ${story.tag}`, startDate: '2030-02-01T19:00:00Z' })),
      );
    const begun = await succeed(organiser.app, 'StartImport', { jsonLd: part('First'), isComplete: false });
    const importId = begun.import.id as string;
    const complete = () => succeed(organiser.app, 'AddToImport', { importId, jsonLd: part('Second') });
    const add = (turn: number) => (turn === 0 ? complete() : Promise.resolve());
    expect((await live(organiser.app, 'ImportChanged', { importId }, add)).importChanged.total).toBe(4);
    await eventually(
      () => ask(organiser.app, 'ImportWork', { id: importId }),
      ({ importWork }) => importWork.state === 'SUCCEEDED' && importWork.records.nodes.length === 4 && importWork.created === 4,
      30_000,
      'the import has ended',
    );
    const left = await succeed(organiser.app, 'StartImport', { jsonLd: part('Third'), isComplete: false });
    const more = (turn: number) =>
      succeed(organiser.app, 'AddToImport', { importId: left.import.id, jsonLd: part(`Turn ${turn}`), isComplete: false });
    expect((await live(organiser.app, 'WatchImport', { importId: left.import.id }, more)).importProgress.state).toBe('COLLECTING');
    await succeed(organiser.app, 'CancelImport', { importId: left.import.id });
    expect((await ask(organiser.app, 'MyImports')).myImports.nodes.map(({ state }: Data) => state)).toEqual(['CANCELLED', 'SUCCEEDED']);
  });

  test('live: attendance, the event itself, curation, notifications (X37, X45)', async () => {
    const second = await story.person('Tess', 0);
    const turns = ['INTERESTED', 'MAYBE'];
    const answer = (turn: number) => second.app.succeed('Rsvp', { eventId: event.id, status: turns[turn % 2] });
    expect((await live(member.app, 'AttendanceChanged', { eventId: event.id }, answer)).attendanceChanged.event.id).toBe(event.id);
    const openly = (turn: number) => second.app.succeed('Rsvp', { eventId: event.id, status: turns[turn % 2], visibility: 'PUBLIC' });
    expect((await live(organiser.app, 'InterestShown', { eventId: event.id }, openly)).interestShown.status).toBe('INTERESTED');
    const appear = async (turn: number) => {
      const draft = await story.draft(organiser.app, { title: `A new evening ${turn}`, categorySlug: 'film' });
      await story.publish(organiser.app, curator, draft.id);
    };
    expect((await live(member.app, 'EventAppeared', { where: { categorySlugs: ['film'] } }, appear)).eventAppeared.category.slug).toBe(
      'film',
    );
    const change = async (turn: number) => {
      const { version } = (await organiser.app.do(parse(`{ event(id: "${event.id}") { version } }`))).event;
      await organiser.app.do(parse('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }'), {
        input: { eventId: event.id, version, capacity: 100 + turn },
      });
    };
    expect((await live(member.app, 'EventUpdated', { eventId: event.id }, change)).eventUpdated.id).toBe(event.id);
    const asking = async () => {
      const asker = await story.person(`Ask${Math.random().toString(36).slice(2, 8)}`, 0);
      await asker.app.succeed('RequestConnection', { userId: member.id, type: 'FRIEND' });
    };
    expect((await live(member.app, 'NotificationReceived', {}, asking)).notificationReceived.type).toBe('CONNECTION_REQUESTED');
    expect((await ask(member.app, 'Notifications', { first: 5 })).notifications.nodes.length).toBeGreaterThan(0);
    const draft = await story.draft(organiser.app, { title: `Second ${story.tag}`, requirements: { requiresApproval: true } });
    await eventually(
      () => story.page(organiser.app, draft.id),
      (page) => page.curation !== null,
      20_000,
      'curation knows the draft',
    );
    const stream = organiser.app.live('CurationStatusChanged', { eventId: draft.id });
    ran.add('CurationStatusChanged');
    await story.publish(organiser.app, curator, draft.id);
    const { curationStatusChanged } = await stream.until((data) => data.curationStatusChanged.status === 'APPROVED');
    expect(curationStatusChanged.event.id).toBe(draft.id);
    stream.stop();
    const { attendance } = await eventually(
      () => member.app.do('Rsvp', { input: { eventId: draft.id, status: 'GOING' } }).then((data) => data.rsvp),
      (answer) => answer.__typename === 'RsvpSuccess',
      20_000,
      'the second event is published',
    );
    expect(attendance.status).toBe('PENDING_APPROVAL');
    const decided = await succeed(organiser.app, 'DecideAttendance', { attendanceId: attendance.id, decision: 'APPROVE' });
    expect(decided.attendance.status).toBe('GOING');

    // What is published changes when the change is approved, and a curator takes down and restores.
    const proposed = async () => (await ask(organiser.app, 'PendingRevision', { id: draft.id })).event;
    const update = parse('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }');
    await organiser.app.do(update, {
      input: { eventId: draft.id, version: (await proposed()).version, imageUrl: 'https://pictures.example/new-1600x900.jpg' },
    });
    const { pendingRevision } = await proposed();
    expect((await succeed(organiser.app, 'WithdrawEventRevision', { revisionId: pendingRevision.id })).event.id).toBe(draft.id);
    const down = await succeed(curator, 'TakeDownEvent', { eventId: draft.id, reason: 'OTHER', notes: 'Only for the test.' });
    expect(down.workflow.status).toBe('REJECTED');
    const isDown = async () => (await organiser.app.do(parse(`{ event(id: "${draft.id}") { version status } }`))).event;
    await eventually(isDown, ({ status }) => status === 'REJECTED', 20_000, 'it is taken down');
    ran.add('RestoreEvent');
    await eventually(
      async () => (await curator.do('RestoreEvent', { input: { eventId: draft.id, eventVersion: (await isDown()).version } })).restoreEvent,
      ({ __typename }) => __typename === 'RestoreEventSuccess',
      20_000,
      'curation has read the version',
    );
  });

  test('a team: asked, joined, another role, left; guests who are invited', async () => {
    const helper = await story.person('Hal', 0);
    await eventually(
      () => organiser.app.do('InviteToEventTeam', { input: { eventId: event.id, userId: helper.id, role: 'EDITOR' } }),
      (data) => data.inviteToEventTeam.__typename === 'InviteToEventTeamSuccess',
      20_000,
      'the events subgraph knows the helper',
    );
    ran.add('InviteToEventTeam');
    expect((await ask(helper.app, 'EventTeamInvitations')).eventTeamInvitations[0].eventId).toBe(event.id);
    const joined = await succeed(helper.app, 'RespondToEventTeamInvitation', { eventId: event.id, accept: true });
    expect(joined.event.viewerRoles).toEqual(['EDITOR']);
    await succeed(organiser.app, 'SetEventTeamRole', { eventId: event.id, userId: helper.id, role: 'DOOR' });
    expect((await ask(helper.app, 'MyEvents', { first: 5 })).myEvents.nodes[0].viewerMay).toEqual(['SEE', 'ADMIT']);
    expect((await ask(organiser.app, 'EventTeam', { id: event.id })).event.team[0].user.id).toBe(helper.id);
    await succeed(organiser.app, 'InviteToEvent', { eventId: event.id, userIds: [helper.id] });
    expect((await succeed(organiser.app, 'WithdrawEventInvitations', { eventId: event.id, userIds: [helper.id] })).withdrawnCount).toBe(1);
    expect((await succeed(helper.app, 'RemoveFromEventTeam', { eventId: event.id, userId: helper.id })).user.id).toBe(helper.id);
  });

  test('friends, groups, rooms', async () => {
    const { connection } = await succeed(organiser.app, 'RequestConnection', { userId: member.id, type: 'FRIEND' });
    await succeed(member.app, 'RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
    await ask(member.app, 'ConnectionSuggestions');
    await succeed(member.app, 'CreateGroup', { name: `Walkers ${story.tag}`, privacy: 'PUBLIC' });
    room = await eventually(
      () => story.page(member.app, event.id).then((page) => page.chatRoom?.id ?? null),
      (id) => id !== null,
      20_000,
      'the room is open',
    );
    await eventually(
      () => story.page(organiser.app, event.id).then((page) => page.chatRoom?.id ?? null),
      (id) => id !== null,
      20_000,
      'for the organiser too',
    );
    const say = (app: App) => (turn: number) =>
      app.succeed('SendMessage', { roomId: room, text: `hello ${turn}`, clientMessageId: `${story.tag}-${turn}` });
    expect((await live(member.app, 'MessageAdded', { roomId: room, since: 0 }, say(organiser.app))).messageAdded.sequence).toBe(1);
    ran.add('SendMessage');
    const page = await ask(member.app, 'Room', { id: room });
    expect(page.chatRoom.messages.nodes[0].sender.id).toBe(organiser.id);
    await succeed(member.app, 'MarkRead', { roomId: room, sequence: 1 });
    const stranger = await story.person('Sol', 0);
    const { room: asked } = await eventually(
      () => succeed(stranger.app, 'OpenDirectRoom', { userId: member.id }).catch(() => null),
      (opened) => opened !== null,
      20_000,
      'the people know of each other',
    ).then((opened) => opened!);
    expect(asked.request).toBe('OUTGOING');
    expect((await ask(member.app, 'MessageRequests')).chatRooms.nodes[0].otherPerson.id).toBe(stranger.id);
    expect((await succeed(member.app, 'RespondToMessageRequest', { roomId: asked.id, response: 'ACCEPT' })).room.request).toBeNull();
    const typing = (turn: number) => ask(organiser.app, 'SetTyping', { roomId: room, isTyping: turn % 2 === 0 });
    expect((await live(member.app, 'TypingChanged', { roomId: room }, typing)).typingChanged.user.id).toBe(organiser.id);
    const states = ['BUSY', 'ONLINE'];
    const appear = (turn: number) =>
      organiser.app.do(parse(`mutation { setPresence(input: { state: ${states[turn % 2]} }) { __typename } }`));
    expect((await live(member.app, 'PresenceChanged', { userIds: [organiser.id] }, appear)).presenceChanged.user.id).toBe(organiser.id);
    await eventually(
      () => ask(member.app, 'ActivityFeed', { first: 5 }),
      (data) => data.activityFeed.nodes.length > 0,
      20_000,
      'something happened',
    );
  });

  test('what becomes of messages', async () => {
    const change = (turn: number) =>
      organiser.app.succeed('SendMessage', { roomId: room, text: `more ${turn}`, clientMessageId: `more-${turn}` });
    expect((await live(member.app, 'RoomChanged', { roomId: room }, change)).roomChanged.change).toBeGreaterThan(0);
    const waited = [1, 2].map((n) => ({ roomId: room, text: `waited ${n}`, clientMessageId: `waited-${n}` }));
    expect((await succeed(organiser.app, 'SendMessages', { messages: waited })).stored).toHaveLength(2);
    const { chatRoom } = await ask(organiser.app, 'RoomWithLog', { id: room });
    expect(chatRoom.viewerRights.mayModerate).toBe(true);
    const messageId = chatRoom.messages.nodes.at(-1).id as string;
    expect((await succeed(organiser.app, 'EditMessage', { messageId, text: 'better' })).edited.text).toBe('better');
    expect((await succeed(member.app, 'ReactToMessage', { messageId, emoji: '👍' })).reacted.viewerReactions).toEqual(['👍']);
    expect((await succeed(member.app, 'RemoveReaction', { messageId, emoji: '👍' })).unreacted.reactions).toEqual([]);
    expect((await succeed(organiser.app, 'PinMessage', { messageId })).pinned.pinnedAt).not.toBeNull();
    expect((await succeed(organiser.app, 'UnpinMessage', { messageId })).unpinned.pinnedAt).toBeNull();
    expect((await succeed(organiser.app, 'DeleteMessage', { messageId })).deleted.deletedBy).toBe('SENDER');
    const { messages } = (await ask(organiser.app, 'MessageVersions', { id: room })).chatRoom;
    // What the room told of the pin stands behind it.
    expect((messages.nodes as Data[]).find(({ id }) => id === messageId)!.versions.at(-1).text).toBe('better');
    const speak = (turn: number) =>
      organiser.app.succeed('SendMessage', { roomId: room, text: `list ${turn}`, clientMessageId: `list-${turn}` });
    const { roomsChanged } = await live(member.app, 'RoomsChanged', {}, speak);
    const { sync } = await ask(member.app, 'Sync', { cursors: [{ roomId: room, since: 0 }] });
    expect([roomsChanged.goneIds, sync.rooms[0].room.id]).toEqual([[], room]);
    expect((await succeed(member.app, 'MarkUnread', { roomId: room, sequence: 1 })).room.viewerState.unreadFrom).toBe(1);
    expect((await succeed(member.app, 'MarkDelivered', { delivered: [{ roomId: room, sequence: 1 }] })).rooms[0].id).toBe(room);
    const muted = await succeed(member.app, 'SetRoomNotifications', { roomId: room, notify: 'MENTIONS' });
    expect(muted.room.viewerState.notify).toBe('MENTIONS');
    await succeed(member.app, 'UpdateChatSettings', { readReceipts: true });
    expect((await ask(member.app, 'ChatSettings')).chatSettings.readReceipts).toBe(true);
    expect((await ask(member.app, 'FriendsOnline', { first: 5 })).friendsOnline.totalCount).toBeGreaterThanOrEqual(0);
    expect((await ask(member.app, 'MayWriteTo', { id: organiser.id })).user.viewerMayWrite).toBe(true);
  });

  test('tickets, the door, and what is said afterwards', async () => {
    const { tier } = await succeed(organiser.app, 'CreateTicketTier', {
      eventId: event.id,
      name: 'Evening',
      price: { amountMinor: 1500, currency: 'CAD' },
      quantity: 5,
    });
    const { order, payment } = await succeed(member.app, 'Checkout', {
      items: [{ tierId: tier.id, quantity: 1 }],
      idempotencyKey: story.tag,
    });
    await succeed(member.app, 'ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
    expect((await ask(member.app, 'MyOrders')).me.user.orders.nodes[0].id).toBe(order.id);
    expect((await ask(organiser.app, 'RevenueShare', { orderId: order.id })).order.revenueShare.total.amountMinor).toBe(1500);
    const { attendance } = await succeed(organiser.app, 'CheckIn', { eventId: event.id, userId: member.id, nonce: 'door-1' });
    expect(attendance.checkedInAt).not.toBeNull();
    // Who was checked in may review from the start on: it begins now.
    const { version } = (await organiser.app.do(parse(`{ event(id: "${event.id}") { version } }`))).event;
    await organiser.app.do(parse('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }'), {
      input: {
        ...{ eventId: event.id, version, startsAt: new Date(Date.now() + 1_000).toISOString() },
        endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
    });
    ran.add('ReviewEvent');
    await eventually(
      () => member.app.do('ReviewEvent', { input: { eventId: event.id, rating: 5, text: 'Lovely.' } }),
      (data) => data.reviewEvent.__typename === 'ReviewEventSuccess',
      20_000,
      'curation knows who was there',
    );
    const { flag } = await succeed(member.app, 'FlagEvent', { eventId: event.id, reason: 'SPAM', details: 'Only for the test.' });
    expect((await succeed(member.app, 'WithdrawFlag', { flagId: flag.id })).flag.status).toBe('WITHDRAWN');
    // The member is inside: only the box office takes the ticket back, and the entry with it.
    const refund = { orderId: order.id, reason: 'Fell ill', includeUsed: true };
    expect((await succeed(organiser.app, 'RefundOrder', refund)).order.status).toBe('REFUNDED');
  });

  test('none was left out', () => {
    expect(operationsIn((file) => !isFurther(file)).filter((name) => !ran.has(name))).toEqual([]);
  });
});
