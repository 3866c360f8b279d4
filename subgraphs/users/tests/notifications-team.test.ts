import type { Topics } from '@marquee/schema/topics';
import { NotificationsDocument } from './generated/documents';
import { anEvent, connect, me, signUp, startWorld, tellEvent, type Person, type World } from './world';

/** What is told of an invitation to the team of an event, and of its end. */
describe('the notification of an invitation to the team of an event', () => {
  let world: World;
  let ada: Person;
  let bob: Person;
  const list = async (person: Person) => (await world.run(person.viewer, NotificationsDocument, {})).notifications.nodes;
  const kinds = async (person: Person) => (await list(person)).map(({ type }) => type);
  const unread = async (person: Person) => (await me(world, person))!.unreadNotificationCount;

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [ada, bob] = [await signUp(world), await signUp(world)];
  });

  const team = (parts: Partial<Topics['event.team_invitation_changed']> & { eventId: string }) => {
    const fact = { version: 1, userId: bob.id, invitedBy: ada.id, role: 'EDITOR' as const, state: 'OPEN' as const };
    return world.tell('event.team_invitation_changed', parts.eventId, { ...fact, ...parts });
  };
  const anInvitation = async () => {
    const event = anEvent();
    await tellEvent(world, event);
    await team(event);
    return event;
  };

  it('says who invites to what; another role tells again in its place', async () => {
    const event = await anInvitation();
    const [first] = await list(bob);
    expect(first).toMatchObject({
      type: 'EVENT_TEAM_INVITED',
      title: `${ada.username.toUpperCase()} invites you to the team of Jazz Night`,
      body: expect.stringContaining('an editor'),
      target: { __typename: 'Event', id: event.eventId },
    });
    await team({ ...event, version: 2, role: 'DOOR' });
    expect(await list(bob)).toEqual([expect.objectContaining({ id: first!.id, body: expect.stringContaining('at the door') })]);
  });

  it('is read when it is accepted, and who invited hears of it once', async () => {
    const event = await anInvitation();
    for (let n = 0; n < 2; n++) await team({ ...event, version: 2, state: 'ACCEPTED' });
    await team(event);
    expect([await unread(bob), await kinds(bob)]).toEqual([0, ['EVENT_TEAM_INVITED']]);
    expect(await list(ada)).toEqual([
      expect.objectContaining({
        type: 'EVENT_TEAM_JOINED',
        title: `${bob.username.toUpperCase()} is on the team of Jazz Night now`,
        target: { __typename: 'Event', id: event.eventId },
      }),
    ]);
  });

  it('is read when it is declined, which nobody is told', async () => {
    const event = await anInvitation();
    await team({ ...event, version: 2, state: 'DECLINED' });
    expect([await unread(bob), await kinds(bob), await kinds(ada)]).toEqual([0, ['EVENT_TEAM_INVITED'], []]);
  });

  it('is gone when it is withdrawn, also before it was heard of, and when the event is deleted', async () => {
    const event = await anInvitation();
    await team({ ...event, version: 2, state: 'WITHDRAWN' });
    await team(event);
    expect(await kinds(bob)).toEqual([]);
    await team({ ...event, version: 3 });
    await tellEvent(world, { ...event, version: 2, change: 'DELETED', status: 'DRAFT' });
    expect(await kinds(bob)).toEqual([]);
    // One that comes late.
    await team({ ...event, version: 4, role: 'DOOR' });
    expect(await kinds(bob)).toEqual([]);
  });

  it('does not cross a block, either way, and names no suspended person', async () => {
    const event = await anInvitation();
    await connect(world, bob, ada, { status: 'BLOCKED', version: 1 });
    await team({ ...event, version: 2, role: 'DOOR' });
    await team({ ...event, version: 3, state: 'ACCEPTED' });
    expect([await kinds(bob), await kinds(ada)]).toEqual([[], []]);
    const carol = await signUp(world);
    await world.db.prisma.user.update({ where: { id: carol.id }, data: { suspendedAt: world.clock.now() } });
    const other = anEvent();
    await team({ ...other, invitedBy: carol.id });
    expect((await list(bob)).map(({ title }) => title)).toEqual(['Somebody invites you to the team of an event']);
    await team({ ...other, userId: carol.id });
    await team({ ...other, userId: carol.id, version: 2, state: 'ACCEPTED' });
    expect(await kinds(ada)).toEqual([]);
  });
});
