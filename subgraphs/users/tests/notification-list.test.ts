import { randomUUID } from 'node:crypto';
import {
  DeleteNotificationDocument,
  MarkAllNotificationsReadDocument,
  MuteSubjectDocument,
  MutedSubjectsDocument,
  NotificationsDocument,
  UnmuteSubjectDocument,
  type MuteSubjectInput,
} from './generated/documents';
import { anAttendance, anEvent, connect, signUp, startWorld, succeeded, tellAttendance, tellEvent, type Person, type World } from './world';

const DAY = 24 * 60 * 60_000;

/** X64, X69: what somebody does not want to see any more. */
describe('a list of notifications', () => {
  let world: World;
  let ada: Person;
  let bob: Person;
  const list = async () => (await world.run(bob.viewer, NotificationsDocument, {})).notifications.nodes;
  const kinds = async () => (await list()).map(({ type }) => type);
  const remove = async (id: string, person = bob, idempotencyKey?: string) =>
    (await world.run(person.viewer, DeleteNotificationDocument, { input: { id, idempotencyKey } })).deleteNotification;
  const mute = async (input: MuteSubjectInput) => (await world.run(bob.viewer, MuteSubjectDocument, { input })).muteSubject;
  const unmute = async (input: MuteSubjectInput) => (await world.run(bob.viewer, UnmuteSubjectDocument, { input })).unmuteSubject;
  const requested = async (by: Person) => connect(world, by, bob, { status: 'PENDING', version: 1 });

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [ada, bob] = [await signUp(world), await signUp(world)];
  });

  describe('from which one is deleted', () => {
    it('has it no more, and it is not counted', async () => {
      await requested(ada);
      await requested(await signUp(world));
      const [first, second] = await list();
      expect(await remove(first!.id.toUpperCase())).toEqual({
        __typename: 'DeleteNotificationSuccess',
        deletedId: first!.id,
        unreadNotificationCount: 1,
      });
      expect((await list()).map(({ id }) => id)).toEqual([second!.id]);
    });

    it("refuses another's, and one that is gone; a repeat with its key does not", async () => {
      await requested(ada);
      const { id } = (await list())[0]!;
      expect(await remove(id, ada)).toMatchObject({ __typename: 'NotFound' });
      const key = randomUUID();
      succeeded(await remove(id, bob, key));
      succeeded(await remove(id, bob, key));
      expect(await remove(randomUUID(), bob, key)).toMatchObject({ __typename: 'KeyReused' });
      expect(await remove(id)).toMatchObject({ __typename: 'NotFound' });
      const visitor = await world.execute(null, `mutation { deleteNotification(input: { id: "${id}" }) { __typename } }`);
      expect(visitor.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    });
  });

  describe('whose reader has muted something', () => {
    it('has no news of an event, but that it is called off', async () => {
      const event = anEvent();
      await tellEvent(world, event);
      await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id }));
      const subject = { type: 'EVENT', id: event.eventId } as const;
      expect(succeeded(await mute(subject)).mutedSubjects).toEqual([{ ...subject, mutedAt: world.clock.now().toISOString() }]);
      await tellEvent(world, { ...event, version: 2, change: 'UPDATED', title: 'Jazz Gala' });
      expect(await kinds()).toEqual([]);
      expect(succeeded(await unmute(subject)).mutedSubjects).toEqual([]);
      await tellEvent(world, { ...event, version: 3, change: 'UPDATED', title: 'Jazz Galore' });
      succeeded(await mute(subject));
      await tellEvent(world, { ...event, version: 4, change: 'CANCELLED', status: 'CANCELLED' });
      expect((await kinds()).sort()).toEqual(['EVENT_CANCELLED', 'EVENT_UPDATED']);
    });

    it('has none of what a person does', async () => {
      succeeded(await mute({ type: 'USER', id: ada.id }));
      await requested(ada);
      await world.tell('group.invitation_changed', randomUUID(), {
        ...{ groupId: randomUUID(), groupName: 'Walkers', version: 1, userId: bob.id, invitedBy: ada.id, invited: true },
      });
      expect(await kinds()).toEqual([]);
      await requested(await signUp(world));
      expect(await kinds()).toEqual(['CONNECTION_REQUESTED']);
    });

    it('changes nothing when it is muted twice, and has room for 200', async () => {
      const subject = { type: 'CHAT_ROOM', id: randomUUID() } as const;
      for (let n = 0; n < 2; n++) expect(succeeded(await mute(subject)).mutedSubjects).toHaveLength(1);
      const rows = Array.from({ length: 199 }, () => ({ userId: bob.id, targetType: 'GROUP' as const, targetId: randomUUID() }));
      await world.db.prisma.mutedSubject.createMany({ data: rows.map((row) => ({ ...row, createdAt: world.clock.now() })) });
      succeeded(await mute(subject));
      expect(await mute({ type: 'EVENT', id: randomUUID() })).toMatchObject({ __typename: 'InvalidInput', field: 'id' });
      expect((await world.run(bob.viewer, MutedSubjectsDocument, {})).me!.mutedSubjects).toHaveLength(200);
    });
  });

  it('forgets what was read three months ago, and what is a year old (X69)', async () => {
    await requested(ada);
    await world.run(bob.viewer, MarkAllNotificationsReadDocument, { input: {} });
    await requested(await signUp(world));
    const clean = () => world.subgraph.runJob('forget-old-notifications');
    world.clock.advance(89 * DAY);
    await clean();
    expect(await kinds()).toHaveLength(2);
    world.clock.advance(2 * DAY);
    await clean();
    expect(await kinds()).toHaveLength(1);
    world.clock.advance(275 * DAY);
    await clean();
    expect(await kinds()).toEqual([]);
  });
});
