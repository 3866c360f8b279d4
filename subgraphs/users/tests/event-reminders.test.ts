import { NotificationLinksDocument, MarkAllNotificationsReadDocument } from './generated/documents';
import { anAttendance, anEvent, signUp, startWorld, tellAttendance, tellEvent, type Person, type World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** X49, X51, X56: those who go are reminded a day and an hour before, of how things are then. */
describe('a reminder', () => {
  let world: World;
  let bob: Person;
  let start: Date;
  let event: ReturnType<typeof anEvent>;
  let going: ReturnType<typeof anAttendance>;
  let version: number;
  const list = async (person: Person) =>
    (await world.run(person.viewer, NotificationLinksDocument, {})).notifications.nodes.filter(({ type }) => type === 'EVENT_REMINDER');
  const titles = async (person = bob) => (await list(person)).map(({ title }) => title);
  const work = () => world.subgraph.runJob('remind-of-events');
  /** To so long before the start, and then the job. */
  const before = async (ms: number) => {
    world.clock.advance(start.getTime() - ms - world.clock.now().getTime());
    await work();
  };
  const change = (parts: Partial<typeof event>) => tellEvent(world, { ...event, version: ++version, change: 'UPDATED', ...parts });
  const answer = (status: 'GOING' | 'NOT_GOING' | 'MAYBE') => tellAttendance(world, { ...going, version: ++version, status });
  const read = () => world.run(bob.viewer, MarkAllNotificationsReadDocument, { input: {} });

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    bob = await signUp(world);
    version = 1;
    start = new Date(world.clock.now().getTime() + 100 * HOUR);
    event = anEvent({ startsAt: start.toISOString(), timezone: 'Europe/Berlin' });
    await tellEvent(world, event);
    going = anAttendance({ eventId: event.eventId, userId: bob.id });
    await tellAttendance(world, going);
  });

  it('comes at the very minute, a day before and an hour before, once each', async () => {
    await before(24 * HOUR + MINUTE);
    expect(await titles()).toEqual([]);
    await before(24 * HOUR);
    const [told] = await list(bob);
    const local = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(start);
    expect(told).toMatchObject({ title: 'Reminder: Jazz Night', body: expect.stringContaining(` at ${local} (Europe/Berlin)`) });
    expect(told!.body).toContain('It takes place at The Rex.');
    await work();
    await before(HOUR + MINUTE);
    expect(await titles()).toEqual(['Reminder: Jazz Night']);
    // The later one takes the place of the earlier, which is unread.
    await before(HOUR);
    expect(await titles()).toEqual(['Jazz Night begins soon']);
    await before(1);
    await before(-HOUR);
    expect(await titles()).toEqual(['Jazz Night begins soon']);
  });

  it('comes to those who go, and to nobody else', async () => {
    const [maybe, waiting] = [await signUp(world), await signUp(world)];
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: maybe.id, status: 'MAYBE' }));
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: waiting.id, status: 'WAITLISTED' }));
    await before(24 * HOUR);
    expect([await titles(), await titles(maybe), await titles(waiting)]).toEqual([['Reminder: Jazz Night'], [], []]);
  });

  it('does not come to who has just said that they go; the next one does', async () => {
    const late = await signUp(world);
    await before(20 * HOUR);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: late.id }));
    await work();
    expect(await titles(late)).toEqual([]);
    await before(HOUR);
    expect(await titles(late)).toEqual(['Jazz Night begins soon']);
  });

  it('is told after a pause as long as it helps: of two that were missed the later one', async () => {
    await before(3 * HOUR);
    expect(await titles()).toEqual(['Reminder: Jazz Night']);
    const other = await signUp(world);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: other.id }));
    await before(10 * MINUTE);
    expect([await titles(), await titles(other)]).toEqual([['Jazz Night begins soon'], ['Jazz Night begins soon']]);
  });

  it('goes when the event is called off, and when the answer is another one', async () => {
    await before(24 * HOUR);
    await answer('MAYBE');
    expect(await titles()).toEqual([]);
    await answer('GOING');
    await before(HOUR);
    expect(await titles()).toEqual(['Jazz Night begins soon']);
    await change({ change: 'CANCELLED', status: 'CANCELLED' });
    expect(await titles()).toEqual([]);
    await work();
    expect(await titles()).toEqual([]);
  });

  it('moves with the event, forward and back', async () => {
    await before(24 * HOUR);
    await read();
    start = new Date(start.getTime() + 48 * HOUR);
    await change({ startsAt: start.toISOString() });
    await work();
    expect(await titles()).toHaveLength(1);
    await before(24 * HOUR);
    expect(await titles()).toHaveLength(2);
    // What was not read tells a time that is no longer so.
    start = new Date(start.getTime() + 30 * MINUTE);
    await change({ startsAt: start.toISOString() });
    expect(await titles()).toHaveLength(1);
    // By half an hour: whoever goes was told of the new time, and is not reminded of the day a second time.
    await before(23 * HOUR);
    expect(await titles()).toHaveLength(1);
    await before(HOUR);
    expect((await titles())[0]).toBe('Jazz Night begins soon');
  });

  it('waits for facts that come late: who said in time that they go is reminded', async () => {
    const late = await signUp(world);
    const attendance = anAttendance({ eventId: event.eventId, userId: late.id });
    const occurredAt = world.clock.now().toISOString();
    await before(23 * HOUR);
    await world.bus.publish([
      { id: attendance.attendanceId, topic: 'attendance.changed', key: event.eventId, occurredAt, payload: attendance, headers: {} },
    ]);
    await work();
    expect(await titles(late)).toEqual(['Reminder: Jazz Night']);
  });

  it('is made once by two who remind at the same time, for a guest list of any length', async () => {
    const guests = await Promise.all(Array.from({ length: 15 }, () => signUp(world)));
    for (const guest of guests) await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: guest.id }));
    await before(24 * HOUR + MINUTE);
    world.clock.advance(MINUTE);
    await Promise.all([work(), work(), work()]);
    for (const guest of guests) expect(await titles(guest)).toEqual(['Reminder: Jazz Night']);
  });
});
