import { randomUUID } from 'node:crypto';
import { takeStep } from '@marquee/platform';
import { deliverDue } from '../src/modules/notification/notification-deliveries.store';
import {
  MarkAllNotificationsReadDocument,
  NotificationDeliveriesDocument,
  NotificationDeliveryCountsDocument,
  NotificationsDocument,
  UpdateNotificationPreferencesDocument,
  UpdatePreferencesDocument,
  type NotificationPreferenceInput,
  type UpdatePreferencesInput,
} from './generated/documents';
import { MailFault } from '../src/ports/mailer';
import { anAttendance, anEvent, connect, signUp, signUpAs, startWorld, tellAttendance, tellEvent, type Person, type World } from './world';

/** As the job of another replica does it. */
const deliverBeside = async ({ kept }: World) => {
  while ((await takeStep(kept, 'another replica', deliverDue)) > 0);
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** D2, X48, X54, X56 to X58, X62: what leaves the app by mail, and when. */
describe('a notification by mail', () => {
  let world: World;
  let admin: Person;
  let bob: Person;
  let event: ReturnType<typeof anEvent>;
  const verify = (person: Person) =>
    world.db.prisma.user.update({ where: { id: person.id }, data: { emailVerifiedAt: world.clock.now() } });
  const work = async () => {
    await world.subgraph.runJob('deliver-notifications');
    await world.subgraph.runJob('send-mails');
  };
  const after = async (ms: number) => {
    world.clock.advance(ms);
    await work();
  };
  const mails = (person: Person = bob) =>
    world.mailer.sent.filter(({ to, kind }) => to === `${person.username}@people.test` && /^(notification|digest)/.test(kind));
  const subjects = (person: Person = bob) => mails(person).map(({ subject }) => subject);
  const prefer = (input: UpdatePreferencesInput) => world.run(bob.viewer, UpdatePreferencesDocument, { input });
  const choose = (...preferences: NotificationPreferenceInput[]) =>
    world.run(bob.viewer, UpdateNotificationPreferencesDocument, { input: { preferences } });
  const deliveries = async (status?: 'PENDING' | 'SENDING' | 'SENT' | 'FAILED' | 'WITHDRAWN') =>
    (await world.run(admin.viewer, NotificationDeliveriesDocument, { filter: { userId: bob.id, status } })).notificationDeliveries.nodes;
  let version = 1;
  const change = (parts: Partial<typeof event>) => tellEvent(world, { ...event, version: ++version, change: 'UPDATED', ...parts });
  const paid = () =>
    world.tell('order.paid', randomUUID(), {
      ...{ orderId: randomUUID(), version: 1, userId: bob.id, eventId: event.eventId, tickets: [], paidAt: world.clock.now() },
      total: { amountMinor: 2150, currency: 'CAD' },
    });

  beforeAll(async () => {
    world = await startWorld();
    admin = await signUpAs(world, 'admin');
  });
  beforeEach(async () => {
    bob = await signUp(world);
    await verify(bob);
    event = anEvent();
    version = 1;
    await tellEvent(world, event);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id }));
    // The mail that every new account gets.
    await work();
  });

  it('goes after two minutes to a verified address, in the language of its reader (X53, X54)', async () => {
    await prefer({ language: 'DE' });
    await change({ title: 'Jazz <Gala>' });
    await work();
    expect(mails()).toEqual([]);
    await after(2 * MINUTE);
    const [mail, ...others] = mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: 'Geändert: Jazz <Gala>', kind: 'notification:EVENT_UPDATED' });
    expect(mail!.text).toContain('Der Titel war: Jazz Night.');
    expect(mail!.text).toContain(`http://localhost:4000/events/${event.eventId}`);
    expect(mail!.html).toContain('Jazz &#60;Gala&#62;');
    expect(await deliveries()).toEqual([expect.objectContaining({ status: 'SENT', channel: 'EMAIL', attempts: 1, user: { id: bob.id } })]);
    await after(HOUR);
    expect(mails()).toHaveLength(1);
  });

  it('goes to no address that was never verified', async () => {
    const carol = await signUp(world);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: carol.id }));
    await change({ title: 'Jazz Gala' });
    await after(HOUR);
    expect([subjects().length, subjects(carol)]).toEqual([1, []]);
  });

  it('of eight renames is one, which tells the last name; a later one comes an hour after it', async () => {
    for (let n = 1; n <= 8; n++) await change({ title: `Jazz ${n}` });
    await after(3 * MINUTE);
    expect(subjects()).toEqual(['Jazz 8 has changed']);
    await change({ title: 'Jazz 9' });
    await after(30 * MINUTE);
    expect(mails()).toHaveLength(1);
    await after(31 * MINUTE);
    expect(subjects()).toEqual(['Jazz 8 has changed', 'Jazz 9 has changed']);
  });

  it('is withdrawn when it was read in the app, is so no more, or is not wanted any more', async () => {
    await change({ title: 'Jazz Gala' });
    await world.run(bob.viewer, MarkAllNotificationsReadDocument, { input: {} });
    await after(3 * MINUTE);
    await change({ title: 'Jazz Night' });
    await change({ title: 'Jazz Gala' });
    await after(3 * MINUTE);
    await change({ title: 'Blues' });
    await choose({ type: 'EVENT_UPDATED', channel: 'EMAIL', enabled: false });
    await after(3 * MINUTE);
    expect(subjects()).toEqual([]);
    expect((await deliveries('WITHDRAWN')).map(({ reason }) => reason)).toEqual(['UNWANTED', 'GONE', 'READ']);
  });

  it('tells nobody how an event was to be that is called off, nor who does not come: a digest would do so days later', async () => {
    const carol = await signUp(world);
    await verify(carol);
    const coming = anAttendance({ eventId: event.eventId, userId: carol.id });
    await tellAttendance(world, coming);
    await change({ title: 'Jazz Gala' });
    await tellAttendance(world, { ...coming, version: 2, status: 'NOT_GOING' });
    await change({ status: 'CANCELLED', change: 'CANCELLED' });
    await after(3 * MINUTE);
    expect([subjects(), subjects(carol)]).toEqual([['Jazz Night is cancelled'], []]);
    expect((await deliveries('WITHDRAWN')).map(({ reason }) => reason)).toEqual(['READ']);
  });

  it('is one of ten in an hour that come by themselves; the rest comes in one mail at the full hour', async () => {
    const invited = async (title: string) => {
      const other = anEvent({ title });
      await tellEvent(world, other);
      await world.tell('event.invitation_changed', other.eventId, {
        ...{ eventId: other.eventId, version: 1, userId: bob.id, invitedBy: admin.id, invited: true },
      });
    };
    // To a full hour, so that the next one is far.
    await after(HOUR - (world.clock.now().getTime() % HOUR));
    for (let n = 0; n < 13; n++) await invited(`Party ${n}`);
    await after(3 * MINUTE);
    for (let n = 13; n < 15; n++) await invited(`Party ${n}`);
    await paid();
    await after(3 * MINUTE);
    expect(
      mails()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual([...Array.from({ length: 10 }, () => 'notification:EVENT_INVITED'), 'notification:ORDER_PAID']);
    await after(54 * MINUTE);
    expect(subjects().slice(11)).toEqual(['5 notifications']);
  });

  it('of what was bought, refunded or called off goes at once, by night and digest, and though it was read (X56)', async () => {
    await prefer({ timeZone: 'UTC', quietHours: { from: '00:00', until: '23:59' }, digest: 'WEEKLY' });
    await paid();
    await change({ title: 'Jazz Gala' });
    await change({ status: 'CANCELLED', change: 'CANCELLED' });
    await world.run(bob.viewer, MarkAllNotificationsReadDocument, { input: {} });
    await work();
    expect(subjects().sort()).toEqual(['Jazz Night is cancelled', 'Your tickets for Jazz Night']);
  });

  it('waits for the end of the hours of rest, by the clock of its reader', async () => {
    const hour = world.clock.now().getUTCHours();
    const time = (hours: number) => `${String((hour + hours + 24) % 24).padStart(2, '0')}:00`;
    await prefer({ timeZone: 'UTC', quietHours: { from: time(-1), until: time(3) } });
    await change({ title: 'Jazz Gala' });
    await after(HOUR);
    expect(mails()).toEqual([]);
    await after(2 * HOUR);
    expect(mails()).toHaveLength(1);
  });

  it('comes with all others in a digest (X58)', async () => {
    await prefer({ digest: 'HOURLY' });
    const [other] = [anEvent({ title: 'Blues' })];
    await tellEvent(world, other);
    await world.tell('event.invitation_changed', other.eventId, {
      ...{ eventId: other.eventId, version: 1, userId: bob.id, invitedBy: admin.id, invited: true },
    });
    await change({ title: 'Jazz Gala' });
    await after(3 * MINUTE);
    expect(mails()).toEqual([]);
    await after(HOUR);
    const [digest, ...others] = mails();
    expect([digest?.subject, digest?.kind, others]).toEqual(['2 notifications', 'digest', []]);
    expect(digest!.text).toContain('invites you to Blues');
    expect(digest!.text).toContain('Jazz Gala has changed');
    const sent = await deliveries('SENT');
    expect([sent.length, new Set(sent.map(({ mailId }) => mailId)).size, sent.every(({ gathered }) => gathered)]).toEqual([2, 1, true]);
  });

  it('comes to who wants it by mail alone, and is in no list', async () => {
    await choose({ type: 'EVENT_UPDATED', channel: 'IN_APP', enabled: false });
    await change({ title: 'Jazz Gala' });
    await after(3 * MINUTE);
    expect(subjects()).toEqual(['Jazz Gala has changed']);
    const { notifications } = await world.run(bob.viewer, NotificationsDocument, {});
    expect([notifications.nodes, notifications.totalCount]).toEqual([[], 0]);
    // The next one tells what changed since.
    await after(2 * HOUR);
    await change({ title: 'Blues' });
    await after(3 * MINUTE);
    expect(mails().at(-1)!.text).toContain('It was called Jazz Gala.');
  });

  it('is tried three times, and then given up (X57)', async () => {
    await paid();
    world.mailer.faults.push(...[1, 2, 3].map(() => new MailFault('451', false)));
    await work();
    expect(await deliveries()).toEqual([expect.objectContaining({ status: 'SENDING', attempts: 1, reason: '451' })]);
    await after(10 * MINUTE);
    await after(30 * MINUTE);
    expect(await deliveries()).toEqual([expect.objectContaining({ status: 'FAILED', attempts: 3, nextTryAt: null })]);
    expect(mails()).toEqual([]);
  });

  it('goes once, however many take what is due at the same time, and after a crash', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => signUp(world)));
    for (const person of people) {
      await verify(person);
      await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: person.id }));
    }
    await change({ title: 'Jazz Gala' });
    world.clock.advance(3 * MINUTE);
    // Another replica, which does not know of this one's lock.
    await Promise.all([world.subgraph.runJob('deliver-notifications'), deliverBeside(world), deliverBeside(world)]);
    await world.subgraph.runJob('send-mails');
    expect([bob, ...people].map((person) => subjects(person))).toEqual([bob, ...people].map(() => ['Jazz Gala has changed']));
  });

  it('is counted for administrators, and for nobody else (X62)', async () => {
    await world.db.prisma.delivery.deleteMany();
    const since = world.clock.now().toISOString();
    await paid();
    await change({ title: 'Jazz Gala' });
    await work();
    const { notificationDeliveryCounts } = await world.run(admin.viewer, NotificationDeliveryCountsDocument, { since });
    expect(notificationDeliveryCounts).toEqual([
      { type: 'EVENT_UPDATED', channel: 'EMAIL', status: 'PENDING', count: 1 },
      { type: 'ORDER_PAID', channel: 'EMAIL', status: 'SENT', count: 1 },
    ]);
    for (const query of ['{ notificationDeliveries { nodes { id } } }', '{ notificationDeliveryCounts { count } }']) {
      expect((await world.execute(bob.viewer, query)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
      expect((await world.execute(null, query)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    }
  });

  it('does not go to who is erased before its time', async () => {
    await change({ title: 'Jazz Gala' });
    await world.tell('user.erased', bob.id, { userId: bob.id });
    await after(3 * MINUTE);
    expect(mails()).toEqual([]);
    expect(await world.db.prisma.notification.count({ where: { userId: bob.id } })).toBe(0);
  });

  it('goes with its reader: nothing of it stays', async () => {
    await connect(world, await signUp(world), bob, { status: 'PENDING', version: 1 });
    await change({ title: 'Jazz Gala' });
    expect(await world.db.prisma.delivery.count({ where: { userId: bob.id } })).toBe(1);
    await world.db.prisma.user.delete({ where: { id: bob.id } });
    expect(await world.db.prisma.delivery.count({ where: { userId: bob.id } })).toBe(0);
  });
});
