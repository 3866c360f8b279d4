import { randomUUID } from 'node:crypto';
import { print } from 'graphql';
import {
  MarkAllNotificationsReadDocument,
  MarkNotificationsReadDocument,
  NotificationReceivedDocument,
  NotificationsDocument,
  UpdateNotificationPreferencesDocument,
  type NotificationPreferenceInput,
  type NotificationsQueryVariables,
} from './generated/documents';
import {
  anAttendance,
  anEvent,
  connect,
  logOut,
  me,
  signUp,
  startWorld,
  succeeded,
  tellAttendance,
  tellEvent,
  type Person,
  type World,
} from './world';

describe('notifications', () => {
  let world: World;
  let ada: Person;
  let bob: Person;
  const page = async (person: Person, variables: NotificationsQueryVariables = {}) =>
    (await world.run(person.viewer, NotificationsDocument, variables)).notifications;
  /** All but badges, which come with much of what is done here (standing.test.ts). */
  const list = async (person: Person, variables?: NotificationsQueryVariables) =>
    (await page(person, variables)).nodes.filter(({ type }) => type !== 'BADGE_EARNED');
  const read = async (person: Person, ids: string[]) =>
    (await world.run(person.viewer, MarkNotificationsReadDocument, { input: { ids } })).markNotificationsRead;
  const readAll = async (person: Person) =>
    succeeded((await world.run(person.viewer, MarkAllNotificationsReadDocument, { input: {} })).markAllNotificationsRead);
  const kinds = async (person: Person) => (await list(person)).map((notification) => notification.type);

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    ada = await signUp(world);
    bob = await signUp(world);
  });

  describe('tell of', () => {
    it('a request to connect, and of its acceptance (X49, X51)', async () => {
      const connectionId = randomUUID();
      await connect(world, ada, bob, { connectionId, status: 'PENDING', version: 1 });
      expect(await list(bob)).toEqual([
        expect.objectContaining({ type: 'CONNECTION_REQUESTED', readAt: null, target: { __typename: 'User', id: ada.id } }),
      ]);
      expect(await list(ada)).toEqual([]);
      await connect(world, ada, bob, { connectionId, status: 'ACCEPTED', version: 2 });
      expect(await list(ada)).toEqual([
        expect.objectContaining({ type: 'CONNECTION_ACCEPTED', target: { __typename: 'User', id: bob.id } }),
      ]);
      expect(await kinds(bob)).toEqual(['CONNECTION_REQUESTED']);
    });

    it('the news of an event to those who attend it, and to nobody else', async () => {
      const event = anEvent({ creatorId: ada.id });
      await tellEvent(world, event);
      const carol = await signUp(world);
      await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id }));
      await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: carol.id, status: 'NOT_GOING' }));
      await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: ada.id }));

      await tellEvent(world, { ...event, version: 2, change: 'UPDATED', description: 'Other songs.' });
      expect(await kinds(bob)).toEqual([]);
      await tellEvent(world, { ...event, version: 3, change: 'UPDATED', startsAt: '2026-12-02T00:30:00.000Z' });
      world.clock.advance(1000);
      await tellEvent(world, { ...event, version: 4, change: 'CANCELLED', status: 'CANCELLED' });
      expect(await list(bob)).toEqual([
        expect.objectContaining({
          type: 'EVENT_CANCELLED',
          title: 'Jazz Night is cancelled',
          target: { __typename: 'Event', id: event.eventId },
        }),
        expect.objectContaining({ type: 'EVENT_UPDATED', body: 'It begins 1 December 2026 at 19:30 (America/Toronto) now.' }),
      ]);
      expect(await kinds(carol)).toEqual([]);
      expect(await kinds(ada)).toEqual(['EVENT_ANSWERED']);
    });

    it('a verdict of curation to the organiser', async () => {
      const event = anEvent({ creatorId: ada.id, status: 'PENDING_REVIEW', change: 'SUBMITTED' });
      await tellEvent(world, event);
      const decision = {
        workflowId: randomUUID(), version: 3, eventId: event.eventId, eventVersion: 1, status: 'NEEDS_REVISION', qualityScore: 0.5,
        badges: [], curatorId: bob.id, notes: 'Say where.', creatorId: ada.id, decidedAt: world.clock.now().toISOString(),
      }; // prettier-ignore
      await world.tell('curation.decided', event.eventId, decision);
      expect(await list(ada)).toEqual([
        expect.objectContaining({
          type: 'EVENT_NEEDS_REVISION',
          title: 'Jazz Night needs changes',
          body: expect.stringContaining('Say where.'),
        }),
      ]);
      world.clock.advance(1000);
      await world.tell('curation.decided', event.eventId, { ...decision, version: 5, status: 'APPROVED', notes: null });
      await world.tell('curation.decided', event.eventId, { ...decision, version: 4, status: 'REJECTED' });
      expect(await kinds(ada)).toEqual(['EVENT_APPROVED', 'EVENT_NEEDS_REVISION']);
    });

    it('what hides their event, takes it down, or becomes of a change of it', async () => {
      const event = anEvent({ creatorId: ada.id });
      await tellEvent(world, event);
      const decision = {
        workflowId: randomUUID(), version: 3, eventId: event.eventId, eventVersion: 1, status: 'FLAGGED', qualityScore: 0.5,
        badges: [], curatorId: null, notes: 'Lovely.', creatorId: ada.id, decidedAt: world.clock.now().toISOString(),
      }; // prettier-ignore
      await world.tell('curation.decided', event.eventId, decision);
      world.clock.advance(1000);
      await world.tell('curation.decided', event.eventId, {
        ...decision,
        version: 4,
        status: 'REJECTED',
        curatorId: bob.id,
        notes: 'Hateful.',
      });
      world.clock.advance(1000);
      const { workflowId, version, eventId, creatorId, decidedAt } = decision;
      const change = { revisionId: randomUUID(), workflowId, version, eventId, creatorId, authorId: ada.id, decidedAt };
      await world.tell('curation.revision_decided', eventId, { ...change, status: 'APPROVED', curatorId: null, notes: null });
      await world.tell('curation.revision_decided', eventId, {
        ...change,
        status: 'REJECTED',
        curatorId: null,
        notes: 'It reads like advertising.',
      });
      expect(await list(ada)).toEqual([
        expect.objectContaining({
          type: 'EVENT_REJECTED',
          title: 'Your change of Jazz Night was refused',
          body: expect.stringContaining('advertising'),
        }),
        expect.objectContaining({ type: 'EVENT_REJECTED', title: 'Jazz Night was taken down', body: expect.stringContaining('Hateful.') }),
        expect.objectContaining({ type: 'EVENT_HIDDEN', title: 'Jazz Night is hidden', body: expect.not.stringContaining('Lovely.') }),
      ]);
    });

    it('that a moderator removed a review, and not that its author did (social-curation F10)', async () => {
      const event = anEvent();
      await tellEvent(world, event);
      const removed = (removedBy: string) =>
        world.tell('review.changed', event.eventId, {
          ...{ reviewId: randomUUID(), version: 2, eventId: event.eventId, authorId: ada.id, rating: null },
          ...{ eventRating: null, eventReviewCount: 0, removedBy },
        });
      await removed('AUTHOR');
      await removed('MODERATOR');
      expect(await kinds(ada)).toEqual(['REVIEW_REMOVED']);
    });

    it('no automatic approval of what was imported', async () => {
      const event = anEvent({ creatorId: ada.id, imported: true, change: 'IMPORTED' });
      await tellEvent(world, event);
      await world.tell('curation.decided', event.eventId, {
        workflowId: randomUUID(), version: 1, eventId: event.eventId, eventVersion: 1, status: 'APPROVED', qualityScore: 0.9,
        badges: [], curatorId: null, notes: null, creatorId: ada.id, decidedAt: world.clock.now().toISOString(),
      }); // prettier-ignore
      expect(await kinds(ada)).toEqual([]);
    });

    it('a place that became free, once for each offer', async () => {
      const event = anEvent();
      await tellEvent(world, event);
      const waiting = anAttendance({ eventId: event.eventId, userId: ada.id, status: 'WAITLISTED' });
      await tellAttendance(world, waiting);
      await tellAttendance(world, { ...waiting, version: 2, offerExpiresAt: '2026-11-22T12:00:00.000Z' });
      await tellAttendance(world, { ...waiting, version: 3, offerExpiresAt: '2026-11-22T12:00:00.000Z', visibility: 'PUBLIC' });
      expect(await list(ada)).toEqual([
        expect.objectContaining({
          type: 'PLACE_OFFERED',
          title: 'A place at Jazz Night is free for you',
          target: { __typename: 'Event', id: event.eventId },
        }),
      ]);
    });

    it('a ticket that somebody offers, and that it was taken; an offer that is over is gone, also by late news', async () => {
      const event = anEvent({ creatorId: bob.id });
      await world.tell('event.changed', event.eventId, event);
      const offer = { transferId: randomUUID(), ticketId: randomUUID(), eventId: event.eventId, fromUserId: bob.id, toUserId: ada.id };
      const tell = (version: number, status: string) =>
        world.tell('ticket.transfer_changed', offer.transferId, { ...offer, version, status, expiresAt: '2027-01-01T00:00:00.000Z' });
      await tell(1, 'OFFERED');
      expect((await list(ada))[0]).toMatchObject({
        type: 'TICKET_OFFERED',
        title: expect.stringContaining('gives you a ticket for Jazz Night'),
      });
      await tell(2, 'CANCELLED');
      await tell(1, 'OFFERED');
      expect((await list(ada)).map(({ type }) => type)).not.toContain('TICKET_OFFERED');
      await tell(3, 'ACCEPTED');
      expect((await list(bob))[0]).toMatchObject({ type: 'TICKET_TAKEN', target: { __typename: 'Event', id: event.eventId } });
    });

    it('an order that is paid and a refund, also of an event not heard of yet', async () => {
      const order = { orderId: randomUUID(), version: 1, userId: ada.id, eventId: randomUUID() };
      const ticket = { ticketId: randomUUID(), tierId: randomUUID(), tierName: 'Floor', codeHash: 'ab'.repeat(32) };
      await world.tell('order.paid', order.orderId, {
        ...order,
        total: { amountMinor: 2150, currency: 'CAD' },
        tickets: [ticket],
        paidAt: world.clock.now(),
      });
      world.clock.advance(1000);
      await world.tell('order.refunded', order.orderId, {
        ...order, version: 2, status: 'REFUNDED', amount: { amountMinor: 2150, currency: 'CAD' },
        refundedTicketIds: [ticket.ticketId], remainingTicketIds: [], refundedAt: world.clock.now(),
      }); // prettier-ignore
      expect((await list(ada)).map(({ type, body }) => [type, body])).toEqual([
        ['ORDER_REFUNDED', 'CAD 21.50 are on their way back to you.'],
        ['ORDER_PAID', 'One ticket is yours; you paid CAD 21.50.'],
      ]);
    });

    it('tickets that were taken back: who held them, where no money says so', async () => {
      const event = anEvent();
      await tellEvent(world, event);
      const order = {
        orderId: randomUUID(),
        version: 2,
        userId: ada.id,
        eventId: event.eventId,
        status: 'REFUNDED',
        remainingTicketIds: [],
      };
      const takenFrom = [{ userId: ada.id, tickets: 2 }, { userId: bob.id, tickets: 1 }]; // prettier-ignore
      const back = (amountMinor: number) => ({
        ...{
          ...order,
          takenFrom,
          amount: { amountMinor, currency: 'CAD' },
          refundedTicketIds: [randomUUID()],
          refundedAt: world.clock.now(),
        },
      });
      const taken = async (by: typeof ada) => (await list(by)).filter(({ type }) => type === 'TICKET_TAKEN_BACK').map(({ title }) => title);
      await world.tell('order.refunded', order.orderId, back(500));
      expect([await taken(ada), (await taken(bob)).length]).toEqual([[], 1]);
      await world.tell('order.refunded', order.orderId, { ...back(0), version: 3 });
      expect([(await taken(ada))[0], (await taken(bob)).length]).toEqual([
        expect.stringMatching(/^Your tickets for .* were taken back$/),
        2,
      ]);
    });

    it('a document that can be read', async () => {
      const event = anEvent();
      await tellEvent(world, event);
      const document = {
        documentId: randomUUID(),
        kind: 'CREDIT_NOTE',
        number: '2026-C-000007',
        orderId: randomUUID(),
        eventId: event.eventId,
      };
      const of = { ...document, userId: ada.id, total: { amountMinor: 2150, currency: 'CAD' }, issuedAt: world.clock.now() };
      await world.tell('document.issued', document.documentId, of);
      expect((await list(ada)).find(({ type }) => type === 'DOCUMENT_ISSUED')).toMatchObject({ title: 'Your credit note 2026-C-000007' });
    });

    it('what became of a deposit', async () => {
      const event = anEvent();
      await tellEvent(world, event);
      const orderId = randomUUID();
      const amount = { amountMinor: 1000, currency: 'CAD' };
      for (const [version, status, reason] of [[3, 'RETURNED', 'CHECKED_IN'], [4, 'KEPT', 'NO_SHOW']] as const) {
        const ended = { orderId, version, userId: ada.id, eventId: event.eventId, status, reason, amount, deposits: 1 };
        await world.tell('deposit.ended', orderId, { ...ended, endedAt: world.clock.now().toISOString() });
        world.clock.advance(1000);
      } // prettier-ignore
      expect((await list(ada)).filter(({ type }) => type === 'DEPOSIT_SETTLED').map(({ title, body }) => [title, body])).toEqual([
        [expect.stringMatching(/^Your deposit for .* was kept$/), 'Nobody came with your ticket: CAD 10.00 are the organiser’s.'],
        [expect.stringMatching(/^Your deposit for .* goes back$/), 'CAD 10.00 are on their way to you.'],
      ]);
    });

    it('what becomes of a plan (P12)', async () => {
      const until = '2026-12-24T12:00:00.000Z';
      for (const state of ['TRIAL_STARTED', 'PAYMENT_FAILED', 'RENEWED', 'ENDED'] as const) {
        const told = { userId: ada.id, state, plan: 'PLUS', amount: { amountMinor: 600, currency: 'CAD' } };
        await world.tell('plan.noticed', ada.id, { ...told, until: state === 'ENDED' ? null : until });
        world.clock.advance(1000);
      }
      expect((await list(ada)).filter(({ type }) => type === 'PLAN').map(({ title, body }) => [title, body])).toEqual([
        ['Your plan PLUS has ended', 'You have what everybody has. You can begin again whenever you like.'],
        ['Your plan PLUS was renewed', expect.stringMatching(/^You paid CAD 6\.00\. It is renewed .*24/)],
        ['Your plan PLUS could not be renewed', expect.stringMatching(/^CAD 6\.00 could not be charged\. We try again .*24/)],
        ['Your plan PLUS can be tried', expect.stringMatching(/^Nothing is charged before .*24.*; then CAD 6\.00, unless you cancel\.$/)],
      ]);
    });

    it('nothing of tickets that cost nothing and are back', async () => {
      const orderId = randomUUID();
      const before = (await list(ada)).length;
      await world.tell('order.refunded', orderId, {
        ...{ orderId, version: 2, userId: ada.id, eventId: randomUUID(), status: 'REFUNDED', amount: { amountMinor: 0, currency: 'CAD' } },
        ...{ refundedTicketIds: [randomUUID()], remainingTicketIds: [], refundedAt: world.clock.now() },
      });
      expect(await list(ada)).toHaveLength(before);
    });

    it('a payment that is called back, and how that ends, to those who sell the tickets', async () => {
      const dispute = { disputeId: randomUUID(), eventId: randomUUID(), orderId: randomUUID(), userIds: [ada.id] };
      const amount = { amountMinor: 2150, currency: 'CAD' };
      const times = { respondBy: '2026-12-24T18:00:00.000Z', changedAt: world.clock.now().toISOString() };
      const told = [(await list(ada)).length, (await list(bob)).length];
      for (const [version, status] of [[1, 'NEEDS_RESPONSE'], [2, 'UNDER_REVIEW'], [3, 'LOST']] as const) {
        await world.tell('dispute.changed', dispute.disputeId, { ...dispute, version, status, amount, ...times });
        world.clock.advance(1000);
      } // prettier-ignore
      const news = (await list(ada)).filter(({ type }) => type === 'PAYMENT_DISPUTED');
      expect(news.map(({ body }) => body)).toEqual([
        'CAD 21.50 went back to the buyer, and the price of the dispute is taken off what you earn.',
        expect.stringMatching(/^The bank of a buyer calls CAD 21\.50 back\. Say why the sale was right before .*24.*2026/),
      ]);
      expect([(await list(ada)).length, (await list(bob)).length]).toEqual([told[0]! + 2, told[1]!]);
    });

    it('a message in a room of two, once until it is read', async () => {
      const roomId = randomUUID();
      const say = (sequence: number, recipientIds = [ada.id, bob.id]) =>
        world.tell('message.sent', roomId, { messageId: randomUUID(), roomId, roomName: null, sequence, senderId: bob.id, recipientIds });
      await say(1);
      await say(2);
      expect(await list(ada)).toEqual([
        expect.objectContaining({ type: 'MESSAGE_RECEIVED', target: { __typename: 'ChatRoom', id: roomId } }),
      ]);
      expect(await kinds(bob)).toEqual([]);
      await readAll(ada);
      await say(3);
      expect(await kinds(ada)).toHaveLength(2);
      await say(4, [ada.id, bob.id, randomUUID()]);
      expect(await kinds(ada)).toHaveLength(2);
    });
  });

  it('come once, however often and in whatever order the facts come', async () => {
    const connectionId = randomUUID();
    const [requested, accepted] = [randomUUID(), randomUUID()];
    const base = { connectionId, requesterId: ada.id, addresseeId: bob.id, type: 'FRIEND' };
    const deliver = (version: number, status: string, id: string) =>
      world.tell('connection.changed', connectionId, { ...base, version, status }, id);
    await deliver(2, 'ACCEPTED', accepted);
    await deliver(1, 'PENDING', requested);
    await deliver(2, 'ACCEPTED', accepted);
    await deliver(1, 'PENDING', requested);
    await deliver(2, 'ACCEPTED', randomUUID());
    expect(await kinds(ada)).toEqual(['CONNECTION_ACCEPTED']);
    expect(await kinds(bob)).toEqual([]);
  });

  it('arrive live, at their reader only (X68)', async () => {
    const stream = await world.subscribe(bob.viewer, print(NotificationReceivedDocument));
    await connect(world, bob, ada, { status: 'PENDING', version: 1 });
    await connect(world, ada, bob, { status: 'PENDING', version: 1 });
    const { data } = await stream.next();
    expect(data!.notificationReceived).toMatchObject({ type: 'CONNECTION_REQUESTED', target: { __typename: 'User', id: ada.id } });
    expect([data!.notificationReceived]).toEqual(await list(bob, { first: 1 }));
  });

  it('stop arriving when the session has ended', async () => {
    const stream = await world.subscribe(bob.viewer, print(NotificationReceivedDocument));
    await logOut(world, bob);
    await connect(world, ada, bob, { status: 'PENDING', version: 1 });
    await expect(stream.next()).rejects.toThrow('The stream has ended.');
  });

  it('are refused live to a visitor', async () => {
    await expect(world.subscribe(null, print(NotificationReceivedDocument))).rejects.toThrow('UNAUTHENTICATED');
  });

  describe('in the list', () => {
    const fill = async (count: number) => {
      for (let n = 0; n < count; n++) {
        // Two of each time, so that the order must not depend on the time alone.
        if (n % 2 === 0) world.clock.advance(1000);
        await connect(world, await signUp(world), bob, { status: 'PENDING', version: 1 });
      }
    };
    it('come page by page, none missing and none twice, also when new ones arrive meanwhile', async () => {
      await fill(7);
      const all = (await list(bob)).map(({ id }) => id);
      const first = await page(bob, { first: 3 });
      expect(first.totalCount).toBe(7);
      await fill(1);
      const second = await page(bob, { first: 3, after: first.pageInfo.endCursor });
      const third = await page(bob, { first: 3, after: second.pageInfo.endCursor });
      expect([first, second, third].flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(all);
      expect(third.pageInfo.hasNextPage).toBe(false);
      const back = await page(bob, { last: 2, before: third.pageInfo.startCursor });
      expect(back.nodes.map(({ id }) => id)).toEqual(all.slice(4, 6));
    });

    it('are marked as read one by one or all, and counted (X52, X64)', async () => {
      await fill(4);
      const unread = async () => (await me(world, bob))!.unreadNotificationCount;
      expect(await unread()).toBe(4);
      const [newest] = await list(bob);
      const readAt = world.clock.now().toISOString();
      expect(await read(bob, [newest!.id.toUpperCase(), randomUUID()])).toEqual({
        __typename: 'MarkNotificationsReadSuccess',
        notifications: [{ id: newest!.id, readAt }],
        unreadNotificationCount: 3,
      });
      world.clock.advance(1000);
      expect(succeeded(await read(bob, [newest!.id])).notifications).toEqual([{ id: newest!.id, readAt }]);
      expect(await list(bob, { unreadOnly: true })).toHaveLength(3);
      expect(await read(bob, ['nonsense'])).toMatchObject({
        __typename: 'InvalidInput',
        field: 'ids.0',
      });

      expect(await readAll(bob)).toMatchObject({ markedCount: 3, unreadNotificationCount: 0 });
      expect(await unread()).toBe(0);
    });

    it("are one's own: nobody marks or reads another's", async () => {
      await fill(1);
      const [own] = await list(bob);
      expect(succeeded(await read(ada, [own!.id])).notifications).toEqual([]);
      expect((await list(bob))[0]!.readAt).toBeNull();
      expect(await list(ada)).toEqual([]);
    });

    it('refuse foreign and forged cursors', async () => {
      const forged = Buffer.from(JSON.stringify(['notifications', 'not a time', 'not an id'])).toString('base64url');
      for (const cursor of ['nonsense', Buffer.from('["events","x","y"]').toString('base64url'), forged]) {
        const answer = await world.execute(bob.viewer, `{ notifications(after: "${cursor}") { nodes { id } } }`);
        expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
      }
    });
  });

  describe('preferences', () => {
    const set = async (preferences: NotificationPreferenceInput[]) =>
      (await world.run(bob.viewer, UpdateNotificationPreferencesDocument, { input: { preferences } })).updateNotificationPreferences;

    it('keep away what somebody does not want, until they want it again', async () => {
      const off = succeeded(await set([{ type: 'CONNECTION_REQUESTED', enabled: false }]));
      expect(off.preferences.filter(({ enabled }) => !enabled)).toEqual([expect.objectContaining({ type: 'CONNECTION_REQUESTED' })]);
      await connect(world, ada, bob, { status: 'PENDING', version: 1 });
      expect(await kinds(bob)).toEqual([]);
      await set([{ type: 'CONNECTION_REQUESTED', enabled: true }]);
      await connect(world, await signUp(world), bob, { status: 'PENDING', version: 1 });
      expect(await kinds(bob)).toEqual(['CONNECTION_REQUESTED']);
    });

    it('refuse one kind named twice', async () => {
      const twice = [true, false].map((enabled) => ({ type: 'ORDER_PAID' as const, enabled }));
      expect(await set(twice)).toMatchObject({ __typename: 'InvalidInput', field: 'preferences' });
    });
  });
});
