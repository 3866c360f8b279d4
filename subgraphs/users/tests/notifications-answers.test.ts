import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { NotificationsDocument } from './generated/documents';
import { anOrganization, employ, remove } from './organizations';
import { anAttendance, anEvent, signUp, startWorld, tellAttendance, tellEvent, type Person, type World } from './world';

type Answer = Partial<Topics['attendance.changed']>;

// RSVP changes notify related users (E44).
describe('an answer to an event', () => {
  let world: World;
  let organiser: Person;
  let event: Topics['event.changed'];
  let versions: Map<string, number>;

  const told = async ({ viewer }: Person) =>
    (await world.run(viewer, NotificationsDocument, {})).notifications.nodes
      .filter(({ type }) => type === 'EVENT_ANSWERED' || type === 'FRIEND_GOING')
      .map(({ type, title, body }) => [type, title, body]);
  const answers = async ({ id }: Person, status: NonNullable<Answer['status']>, parts: Answer = {}) => {
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    world.clock.advance(1_000);
    const attendanceId = `${id.slice(0, 24)}${event.eventId.slice(24)}`;
    await tellAttendance(
      world,
      anAttendance({ attendanceId, version, eventId: event.eventId, userId: id, status, visibility: 'FRIENDS', ...parts }),
    );
  };
  const connect = async (one: Person, other: Person, status: Topics['connection.changed']['status'] = 'ACCEPTED', version = 1) => {
    const connectionId = `${one.id.slice(0, 24)}${other.id.slice(24)}`;
    const payload = { connectionId, version, requesterId: one.id, addresseeId: other.id, type: 'FRIEND' as const, status };
    await world.tell('connection.changed', connectionId, payload);
  };
  const people = async () => [await signUp(world), await signUp(world), await signUp(world)] as const;
  const called = ({ username }: Person) => username.toUpperCase();

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    organiser = await signUp(world);
    versions = new Map();
    const startsAt = new Date(world.clock.now().getTime() + 48 * 3_600_000);
    event = anEvent({
      creatorId: organiser.id,
      title: 'Lantern night',
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString(),
    });
    await tellEvent(world, event);
  });

  it('tells who runs it, one notification for all as long as it is unread, and goes when nobody goes (E44)', async () => {
    const [ada, bo, cem] = await people();
    await answers(ada, 'INTERESTED');
    expect(await told(organiser)).toEqual([]);
    await answers(ada, 'GOING');
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(ada)} goes to Lantern night`, 'The first guest.']]);
    await answers(bo, 'GOING');
    await answers(cem, 'MAYBE');
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(bo)} goes to Lantern night`, '2 people go now.']]);
    await answers(bo, 'NOT_GOING', { previousStatus: 'GOING' });
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(ada)} goes to Lantern night`, 'The first guest.']]);
    await answers(ada, 'CANCELLED', { previousStatus: 'GOING' });
    expect(await told(organiser)).toEqual([]);
  });

  it('of theirs is not told to them, nor what comes late: of an event that is over or called off', async () => {
    const [ada] = await people();
    await answers(organiser, 'GOING');
    expect(await told(organiser)).toEqual([]);
    await tellEvent(world, { ...event, version: event.version + 1, status: 'CANCELLED' });
    await answers(ada, 'GOING');
    expect(await told(organiser)).toEqual([]);
  });

  it('is told to friends who have answered, too, unless it is private; to no others (E44)', async () => {
    const [ada, bo, cem] = await people();
    const stranger = await signUp(world);
    for (const friend of [bo, cem]) await connect(ada, friend);
    await answers(bo, 'INTERESTED');
    await answers(stranger, 'GOING');
    await answers(ada, 'GOING');
    const friends = [['FRIEND_GOING', `${called(ada)} goes to Lantern night`, 'You have answered it, too.']];
    expect([await told(bo), await told(cem), await told(stranger)]).toEqual([friends, [], []]);
    await answers(ada, 'GOING', { previousStatus: 'GOING', visibility: 'PRIVATE' });
    expect(await told(bo)).toEqual([]);
  });

  it('goes from friends when it is taken back, or one blocks the other', async () => {
    const [ada, bo, cem] = await people();
    for (const friend of [bo, cem]) await connect(ada, friend);
    for (const friend of [bo, cem]) await answers(friend, 'MAYBE');
    await answers(ada, 'GOING');
    expect([(await told(bo)).length, (await told(cem)).length]).toEqual([1, 1]);
    await connect(ada, bo, 'BLOCKED', 2);
    expect([(await told(bo)).length, (await told(cem)).length]).toEqual([0, 1]);
    await answers(ada, 'NOT_GOING', { previousStatus: 'GOING' });
    expect(await told(cem)).toEqual([]);
  });

  it('that is taken back leaves the one before it, which goes with whom it names (found by the review)', async () => {
    const [ada, bo, cem] = await people();
    for (const one of [ada, bo, cem]) await answers(one, 'GOING');
    await answers(cem, 'NOT_GOING', { previousStatus: 'GOING' });
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(bo)} goes to Lantern night`, '2 people go now.']]);
    // Whom it named before has nothing to do with it any more.
    await connect(organiser, cem, 'BLOCKED');
    expect((await told(organiser)).length).toBe(1);
    await world.tell('user.erased', bo.id, { userId: bo.id });
    const { rows } = await world.db.pool.query('SELECT FROM notifications WHERE parameters::text LIKE $1', [`%${bo.id}%`]);
    expect(rows).toEqual([]);
  });

  it('of people in a block with who runs it names nobody of them, and is no news', async () => {
    const [ada, bo, cem] = await people();
    for (const one of [ada, bo, cem]) await answers(one, 'GOING');
    await connect(organiser, bo, 'BLOCKED');
    await answers(cem, 'NOT_GOING', { previousStatus: 'GOING' });
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(ada)} goes to Lantern night`, '2 people go now.']]);
    const [foe] = await people();
    await connect(organiser, foe, 'BLOCKED');
    const toldAt = async () =>
      (await world.db.prisma.notification.findFirstOrThrow({ where: { userId: organiser.id, type: 'EVENT_ANSWERED' } })).createdAt;
    const before = await toldAt();
    await answers(foe, 'GOING');
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(ada)} goes to Lantern night`, '3 people go now.']]);
    expect(await toldAt()).toEqual(before);
  });

  it("of an organisation's event is told to who made it as long as they run the organisation (found by the review)", async () => {
    const [owner, ada, bo] = await people();
    const cem = await signUp(world);
    const organizationId = await anOrganization(world, owner);
    await employ(world, owner, organizationId, organiser, 'MANAGER');
    await tellEvent(world, { ...event, version: event.version + 1, organizationId });
    await answers(ada, 'GOING');
    await answers(bo, 'GOING');
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(bo)} goes to Lantern night`, '2 people go now.']]);
    await remove(world, owner, organizationId, organiser);
    await answers(cem, 'GOING');
    expect(await told(organiser)).toEqual([]);
  });

  it('is not told when more than a hundred go', async () => {
    const [ada] = await people();
    await world.db.pool.query(
      `INSERT INTO attendance_copies (attendance_id, version, event_id, user_id, status)
       SELECT gen_random_uuid(), 1, $1::uuid, gen_random_uuid(), 'GOING' FROM generate_series(1, 100)`,
      [event.eventId],
    );
    await answers(ada, 'GOING');
    expect(await told(organiser)).toEqual([]);
  });

  it('told twice, or late, is told once', async () => {
    const [ada] = await people();
    const fact = anAttendance({ eventId: event.eventId, userId: ada.id, version: 4, visibility: 'PUBLIC' });
    await tellAttendance(world, fact);
    await tellAttendance(world, fact, randomUUID());
    await tellAttendance(world, { ...fact, version: 3, status: 'INTERESTED' });
    expect(await told(organiser)).toEqual([['EVENT_ANSWERED', `${called(ada)} goes to Lantern night`, 'The first guest.']]);
  });
});
