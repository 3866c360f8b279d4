import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { WithdrawOrganizationInvitationDocument, NotificationsDocument } from './generated/documents';
import { anOrganization, invite, remove, respond, setRole } from './organizations';
import {
  anAttendance,
  anEvent,
  connect,
  me,
  signUp,
  startWorld,
  succeeded,
  tellAttendance,
  tellEvent,
  type Person,
  type World,
} from './world';

/** Notifications know the state they speak of: users F2, F12, F18, F21 of the audit. */
describe('a notification', () => {
  let world: World;
  let ada: Person;
  let bob: Person;
  const list = async (person: Person, unreadOnly = false) =>
    (await world.run(person.viewer, NotificationsDocument, { unreadOnly })).notifications.nodes;
  const kinds = async (person: Person, unreadOnly = false) => (await list(person, unreadOnly)).map(({ type }) => type);
  const unread = async (person: Person) => (await me(world, person))!.unreadNotificationCount;

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [ada, bob] = [await signUp(world), await signUp(world)];
  });

  describe('of a request to connect', () => {
    const connectionId = () => randomUUID();

    it.each(['ACCEPTED', 'DECLINED'] as const)('is read when the request is %s (users F2)', async (status) => {
      const id = connectionId();
      await connect(world, ada, bob, { connectionId: id, status: 'PENDING', version: 1 });
      expect(await unread(bob)).toBe(1);
      await connect(world, ada, bob, { connectionId: id, status, version: 2 });
      expect(await unread(bob)).toBe(0);
      expect(await kinds(bob)).toEqual(['CONNECTION_REQUESTED']);
    });

    it.each(['CANCELLED', 'EXPIRED'] as const)(
      'is gone when the request is %s, and comes once for ten requests (users F21)',
      async (status) => {
        const id = connectionId();
        for (let n = 0; n < 10; n++) {
          await connect(world, ada, bob, { connectionId: id, status: 'PENDING', version: 2 * n + 1 });
          await connect(world, ada, bob, { connectionId: id, status, version: 2 * n + 2 });
        }
        expect(await kinds(bob)).toEqual([]);
        await connect(world, ada, bob, { connectionId: id, status: 'PENDING', version: 99 });
        expect(await kinds(bob)).toEqual(['CONNECTION_REQUESTED']);
      },
    );

    it('comes once for requests of three types, and stays until the last is answered (users F21)', async () => {
      const ids = { FRIEND: connectionId(), PROFESSIONAL: connectionId(), FAMILY: connectionId() };
      for (const [type, id] of Object.entries(ids))
        await connect(world, ada, bob, { connectionId: id, type: type as 'FRIEND', status: 'PENDING', version: 1 });
      expect(await kinds(bob)).toEqual(['CONNECTION_REQUESTED']);
      await connect(world, ada, bob, { connectionId: ids.FRIEND, status: 'ACCEPTED', version: 2 });
      await connect(world, ada, bob, { connectionId: ids.FAMILY, type: 'FAMILY', status: 'DECLINED', version: 2 });
      expect(await unread(bob)).toBe(1);
      await connect(world, ada, bob, { connectionId: ids.PROFESSIONAL, type: 'PROFESSIONAL', status: 'CANCELLED', version: 2 });
      expect(await kinds(bob)).toEqual([]);
    });

    it('is gone with a block, and none comes across it (users F21)', async () => {
      const roomId = randomUUID();
      await connect(world, ada, bob, { status: 'PENDING', version: 1 });
      const message = { messageId: randomUUID(), roomId, roomName: null, sequence: 1, senderId: ada.id, recipientIds: [ada.id, bob.id] };
      await world.tell('message.sent', roomId, message);
      expect((await kinds(bob)).sort()).toEqual(['CONNECTION_REQUESTED', 'MESSAGE_RECEIVED']);
      await connect(world, bob, ada, { status: 'BLOCKED', version: 1 });
      expect(await kinds(bob)).toEqual([]);
      await world.tell('message.sent', roomId, { ...message, messageId: randomUUID(), sequence: 2 });
      await world.tell('event.invitation_changed', randomUUID(), {
        eventId: randomUUID(),
        version: 1,
        userId: bob.id,
        invitedBy: ada.id,
        invited: true,
      });
      expect(await kinds(bob)).toEqual([]);
    });
  });

  describe('of messages', () => {
    const room = (roomId = randomUUID()) => ({
      say: (sequence: number, sender: Person) =>
        world.tell('message.sent', roomId, {
          messageId: randomUUID(),
          roomId,
          roomName: null,
          sequence,
          senderId: sender.id,
          recipientIds: [ada.id, bob.id],
        }),
      read: (sequence: number, reader: Person) => world.tell('room.read', roomId, { roomId, userId: reader.id, sequence }),
    });

    it('a name in a room tells those who are named, until the room is read; between two it is a message as any other', async () => {
      const roomId = randomUUID();
      const name = (roomKind: 'GROUP' | 'DIRECT', sequence: number) =>
        world.tell('message.mentioned', roomId, {
          ...{ messageId: randomUUID(), roomId, roomName: 'Walkers', roomKind, sequence, senderId: ada.id, userIds: [bob.id] },
        });
      await name('DIRECT', 1);
      expect(await kinds(bob)).toEqual([]);
      await name('GROUP', 2);
      expect(await kinds(bob)).toEqual(['MESSAGE_MENTIONED']);
      await world.tell('room.read', roomId, { roomId, userId: bob.id, sequence: 2 });
      expect(await unread(bob)).toBe(0);
    });

    it('a poll of a group is told while it is open, and what came of it to those who answered (S26)', async () => {
      const pollId = randomUUID();
      const poll = (state: 'OPEN' | 'CLOSED' | 'DELETED', userIds: string[]) =>
        world.tell('poll.changed', pollId, {
          ...{ pollId, version: 1, groupId: randomUUID(), groupName: 'Walkers', state, authorId: ada.id, question: 'Where?' },
          ...{ closesAt: null, leader: 'The pier', userIds },
        });
      const before = [await kinds(ada), await kinds(bob)];
      await poll('OPEN', [bob.id]);
      expect((await kinds(bob))[0]).toBe('GROUP_POLL_ASKED');
      // Only Ada has answered.
      await poll('CLOSED', [ada.id]);
      expect([await kinds(ada), await kinds(bob)]).toEqual([['GROUP_POLL_CLOSED', ...before[0]!], before[1]]);
      await poll('DELETED', []);
      expect([await kinds(ada), await kinds(bob)]).toEqual(before);
    });

    it('those who met in a crew are asked about it until the time for that is over (S24)', async () => {
      const groupId = randomUUID();
      const crew = (state: 'OPEN' | 'CLOSED', days: number) =>
        world.tell('crew.feedback_changed', groupId, {
          ...{ groupId, groupName: 'Front row', state, userIds: state === 'OPEN' ? [ada.id, bob.id] : [] },
          openUntil: new Date(world.clock.now().getTime() + days * 86_400_000).toISOString(),
        });
      const before = [await kinds(ada), await kinds(bob)];
      await crew('OPEN', 14);
      expect([await kinds(ada), await kinds(bob)]).toEqual(before.map((known) => ['CREW_FEEDBACK_ASKED', ...known]));
      await crew('CLOSED', 0);
      expect([await kinds(ada), await kinds(bob)]).toEqual(before);
      // Heard of late.
      await crew('OPEN', -1);
      expect(await kinds(bob)).toEqual(before[1]);
    });

    it('a wish-list that a friend shares is told until it is shared no more', async () => {
      const wishListId = randomUUID();
      const told = (version: number, shared: boolean) =>
        world.tell('wish_list.shared', wishListId, { wishListId, version, name: 'Some day', ownerId: ada.id, userId: bob.id, shared });
      const before = [await kinds(ada), await kinds(bob)];
      await told(2, true);
      expect([await kinds(ada), await kinds(bob)]).toEqual([before[0], ['WISH_LIST_SHARED', ...before[1]!]]);
      await told(5, false);
      expect([await kinds(ada), await kinds(bob)]).toEqual(before);
      // Heard of late.
      await told(4, true);
      expect(await kinds(bob)).toEqual(before[1]);
    });

    it('a poll asks nobody who has left the group, whichever is heard of first', async () => {
      const groupId = randomUUID();
      const ask = (pollId: string) =>
        world.tell('poll.changed', pollId, {
          ...{ pollId, version: 1, groupId, groupName: 'Walkers', state: 'OPEN', authorId: ada.id, question: 'Where?' },
          ...{ closesAt: null, leader: null, userIds: [bob.id] },
        });
      const member = { groupId, groupName: 'Walkers', userId: bob.id };
      const before = await kinds(bob);
      await ask(randomUUID());
      expect(await kinds(bob)).toEqual(['GROUP_POLL_ASKED', ...before]);
      await world.tell('group.member_changed', groupId, { ...member, version: 2, role: null });
      expect(await kinds(bob)).toEqual(before);
      await ask(randomUUID());
      expect(await kinds(bob)).toEqual(before);
      await world.tell('group.member_changed', groupId, { ...member, version: 3, role: 'MEMBER' });
      await ask(randomUUID());
      expect(await kinds(bob)).toEqual(['GROUP_POLL_ASKED', ...before]);
    });

    it('is read with the room, and the next message tells again (users F2)', async () => {
      const { say, read } = room();
      await say(1, ada);
      await say(2, ada);
      expect(await unread(bob)).toBe(1);
      await read(2, bob);
      expect(await unread(bob)).toBe(0);
      await say(3, ada);
      expect([await unread(bob), (await list(bob)).length]).toEqual([1, 2]);
      // Who answers has read.
      await say(4, bob);
      expect([await unread(bob), await unread(ada)]).toEqual([0, 1]);
    });

    it('stays while later messages are unread, however late and often the facts come', async () => {
      const { say, read } = room();
      await say(1, ada);
      await say(2, ada);
      await read(1, bob);
      expect(await unread(bob)).toBe(1);
      await read(2, bob);
      await read(1, bob);
      expect(await unread(bob)).toBe(0);
      // What was read before it was told of is not told.
      await read(5, bob);
      await say(4, ada);
      expect(await unread(bob)).toBe(0);
    });
  });

  describe('of an offered place', () => {
    const offered = async () => {
      const event = anEvent();
      await tellEvent(world, event);
      const waiting = anAttendance({ eventId: event.eventId, userId: bob.id, status: 'WAITLISTED' });
      await tellAttendance(world, { ...waiting, offerExpiresAt: '2026-11-22T12:00:00.000Z' });
      expect(await unread(bob)).toBe(1);
      return { ...waiting, version: 2, offerExpiresAt: null };
    };
    it('is read when the place is taken (users F2)', async () => {
      await tellAttendance(world, { ...(await offered()), status: 'GOING' });
      expect([await unread(bob), await kinds(bob)]).toEqual([0, ['PLACE_OFFERED']]);
    });
    it('is gone when the offer ran out', async () => {
      await tellAttendance(world, await offered());
      expect(await kinds(bob)).toEqual([]);
    });
  });

  describe('of an invitation', () => {
    const eventInvitation = (parts: Partial<Topics['event.invitation_changed']> & { eventId: string }) =>
      world.tell('event.invitation_changed', parts.eventId, { version: 1, userId: bob.id, invitedBy: ada.id, invited: true, ...parts });

    it('to an event says who invites, goes when it is withdrawn, and is read when it is answered', async () => {
      const event = anEvent();
      await tellEvent(world, event);
      await eventInvitation(event);
      expect(await list(bob)).toEqual([
        expect.objectContaining({
          type: 'EVENT_INVITED',
          title: `${ada.username.toUpperCase()} invites you to Jazz Night`,
          target: { __typename: 'Event', id: event.eventId },
        }),
      ]);
      await eventInvitation({ ...event, version: 2, invited: false });
      await eventInvitation({ ...event, version: 1 });
      expect(await kinds(bob)).toEqual([]);
      await eventInvitation({ ...event, version: 3 });
      await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id, status: 'MAYBE' }));
      expect([await unread(bob), await kinds(bob)]).toEqual([0, ['EVENT_INVITED']]);
    });

    it('to an event is gone when the event is called off', async () => {
      const event = anEvent();
      await eventInvitation(event);
      expect((await list(bob))[0]!.title).toContain('invites you to an event');
      await tellEvent(world, { ...event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
      expect(await kinds(bob)).toEqual([]);
    });

    it('to a group comes and goes with it (S21)', async () => {
      const groupId = randomUUID();
      const fact = { groupId, groupName: 'Night Walkers', version: 1, userId: bob.id, invitedBy: ada.id, invited: true };
      await world.tell('group.invitation_changed', groupId, fact);
      expect(await list(bob)).toEqual([
        expect.objectContaining({
          type: 'GROUP_INVITED',
          group: { id: groupId },
          title: expect.stringContaining('Night Walkers'),
        }),
      ]);
      await world.tell('group.invitation_changed', groupId, { ...fact, version: 2, invited: false });
      expect(await kinds(bob)).toEqual([]);
    });

    it('to be let into a group tells those who run it, until it is answered; who is let in, gets another rank or is removed is told', async () => {
      const groupId = randomUUID();
      const request = { groupId, groupName: 'Night Walkers', version: 1, userId: ada.id, open: true, deciderIds: [bob.id] };
      await world.tell('group.request_changed', groupId, request);
      expect(await list(bob)).toEqual([
        expect.objectContaining({ type: 'GROUP_REQUESTED', group: { id: groupId }, title: expect.stringContaining('Night Walkers') }),
      ]);
      await world.tell('group.request_changed', groupId, { ...request, version: 2, open: false });
      await world.tell('group.request_changed', groupId, request);
      expect(await kinds(bob)).toEqual([]);

      const member = { groupId, groupName: 'Night Walkers', userId: bob.id, changedBy: ada.id };
      const titleAfter = async (version: number, role: 'MEMBER' | 'ADMIN' | null, changedBy: string | undefined = ada.id) => {
        await world.tell('group.member_changed', groupId, { ...member, version, role, changedBy });
        return (await list(bob, true)).filter(({ type }) => type === 'GROUP_ROLE_CHANGED').map(({ title }) => title);
      };
      expect(await titleAfter(1, 'MEMBER')).toEqual(['You are a member of Night Walkers']);
      expect(await titleAfter(2, 'ADMIN')).toEqual(['You have another role in Night Walkers']);
      expect(await titleAfter(1, 'MEMBER')).toEqual(['You have another role in Night Walkers']);
      expect(await titleAfter(3, null)).toEqual(['You are not in Night Walkers any more']);
    });

    it('to an organisation tells the person, then who invited; a changed role tells again in its place', async () => {
      const id = await anOrganization(world, ada);
      const { invitation } = succeeded(await invite(world, ada, id, bob, 'STAFF'));
      const [first] = await list(bob);
      expect(first).toMatchObject({ type: 'ORGANIZATION_INVITED', target: null, organization: { id } });
      succeeded(await invite(world, ada, id, bob, 'MANAGER'));
      expect(await list(bob)).toEqual([expect.objectContaining({ id: first!.id, body: expect.stringContaining('a manager') })]);
      succeeded(await respond(world, bob, invitation.id, true));
      expect([await unread(bob), await kinds(ada)]).toEqual([0, ['ORGANIZATION_JOINED']]);
      await setRole(world, ada, id, bob, 'STAFF');
      await remove(world, ada, id, bob);
      expect((await list(bob, true)).map(({ title }) => title)).toEqual([`You do not work for House of ${ada.username} any more`]);
    });

    it('to an organisation is gone when it is withdrawn', async () => {
      const id = await anOrganization(world, ada);
      const { invitation } = succeeded(await invite(world, ada, id, bob, 'STAFF'));
      await world.run(ada.viewer, WithdrawOrganizationInvitationDocument, { input: { invitationId: invitation.id } });
      expect(await kinds(bob)).toEqual([]);
    });
  });

  describe('of an event', () => {
    const attended = async () => {
      const event = anEvent({ creatorId: ada.id });
      await tellEvent(world, event);
      await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id }));
      return event;
    };

    it('tells all that changed since it was read, once for ten changes', async () => {
      const event = await attended();
      for (let n = 1; n <= 9; n++) await tellEvent(world, { ...event, version: n + 1, change: 'UPDATED', title: `Jazz Night ${n}` });
      const moved = { ...event, version: 11, change: 'UPDATED' as const, title: 'Jazz Gala', startsAt: '2026-12-02T00:30:00.000Z' };
      await tellEvent(world, moved);
      expect((await list(bob)).map(({ title, body }) => [title, body])).toEqual([
        ['Jazz Gala has changed', 'It begins 1 December 2026 at 19:30 (America/Toronto) now. It was called Jazz Night.'],
      ]);
      await tellEvent(world, { ...event, version: 12, change: 'UPDATED' });
      expect(await kinds(bob)).toEqual([]);
    });

    it('that is called off gives the reason, and speaks of money to those who paid (users F18, events F11)', async () => {
      const event = await attended();
      const [carol, dan] = [await signUp(world), await signUp(world)];
      const order = (orderId: string, userId: string, amountMinor: number) =>
        world.tell('order.paid', orderId, {
          orderId,
          version: 1,
          userId,
          eventId: event.eventId,
          total: { amountMinor, currency: 'CAD' },
          tickets: [],
          paidAt: world.clock.now().toISOString(),
        });
      const danPaid = randomUUID();
      await order(randomUUID(), carol.id, 2000);
      await order(danPaid, dan.id, 2000);
      await world.tell('order.refunded', danPaid, {
        orderId: danPaid,
        version: 2,
        userId: dan.id,
        eventId: event.eventId,
        status: 'REFUNDED',
        amount: { amountMinor: 2000, currency: 'CAD' },
        refundedTicketIds: [],
        remainingTicketIds: [],
        refundedAt: world.clock.now().toISOString(),
      });
      const over = { ...event, version: 2, change: 'CANCELLED' as const, status: 'CANCELLED' as const, cancelReason: 'The roof leaks.' };
      await tellEvent(world, over);
      const body = async (person: Person) => (await list(person)).find(({ type }) => type === 'EVENT_CANCELLED')?.body;
      const start = 'It was to begin 30 November 2026 at 19:30 (America/Toronto). The organiser writes: The roof leaks.';
      expect([await body(bob), await body(carol), await body(dan)]).toEqual([start, `${start} What you paid is refunded.`, undefined]);
    });
  });
});
