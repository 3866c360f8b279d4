import { randomUUID } from 'node:crypto';
import { takeStep } from '@marquee/platform';
import { withoutLocks } from '@marquee/platform/testing';
import type { Step } from '../src/context';
import { takePushes } from '../src/modules/push/push.store';
import { fault } from '../src/ports/pusher';
import {
  DevicesDocument,
  MarkAllNotificationsReadDocument,
  MuteSubjectDocument,
  NotificationDeliveriesDocument,
  NotificationDeliveryCountsDocument,
  RegisterDeviceDocument,
  SuspendUserDocument,
  UnregisterDeviceDocument,
  UpdateNotificationPreferencesDocument,
  UpdatePreferencesDocument,
} from './generated/documents';
import {
  anAttendance,
  anEvent,
  connect,
  logIn,
  logOut,
  signUp,
  signUpAs,
  startWorld,
  succeeded,
  tellAttendance,
  tellEvent,
  type Person,
  type World,
} from './world';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let last = 0;
const aToken = () => `token-${++last}`;
const register = async (world: World, person: Person, token = aToken(), parts: object = {}) => {
  const input = { token, provider: 'FCM' as const, platform: 'ANDROID' as const, ...parts };
  return (await world.run(person.viewer, RegisterDeviceDocument, { input })).registerDevice;
};

/** X48, X58, X62, X63, X65 to X67: what is pushed to devices. */
describe('a push', () => {
  let world: World;
  let admin: Person;
  let bob: Person;
  let token: string;
  let event: ReturnType<typeof anEvent>;
  let version = 1;
  const change = (parts: Partial<typeof event>) => tellEvent(world, { ...event, version: ++version, change: 'UPDATED', ...parts });
  const work = async () => {
    await world.subgraph.runJob('deliver-notifications');
    await world.subgraph.runJob('send-pushes');
  };
  const after = async (ms: number) => {
    world.clock.advance(ms);
    await work();
  };
  const shown = (on = token) => world.pushers.FCM.shownOn(on).map(({ title }) => title);
  const statuses = async (person = bob) =>
    (await world.run(admin.viewer, NotificationDeliveriesDocument, { filter: { userId: person.id } })).notificationDeliveries.nodes
      .filter(({ channel }) => channel === 'PUSH')
      .map(({ status, reason, attempts }) => ({ status, reason, attempts }));
  const messageFrom = async (sender: Person, sequence: number, roomId: string) =>
    world.tell('message.sent', roomId, {
      ...{ messageId: randomUUID(), roomId, roomType: 'DIRECT', senderId: sender.id, sequence, recipientIds: [bob.id] },
    } as never);
  const readAll = (person = bob) => world.run(person.viewer, MarkAllNotificationsReadDocument, { input: {} });

  beforeAll(async () => {
    world = await startWorld();
    admin = await signUpAs(world, 'admin');
  });
  beforeEach(async () => {
    await work();
    bob = await signUp(world);
    token = aToken();
    succeeded(await register(world, bob, token, { name: 'Bob’s phone' }));
    event = anEvent({ imageUrl: 'https://img.example/jazz.jpg' });
    version = 1;
    await tellEvent(world, event);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id }));
  });

  it('comes seconds later, in the language of its reader, with picture, link, data and the number of what is unread (X65)', async () => {
    await world.run(bob.viewer, UpdatePreferencesDocument, { input: { language: 'DE' } });
    await change({ title: 'Jazz Gala' });
    await work();
    expect(shown()).toEqual([]);
    await after(3 * SECOND);
    const [push, ...others] = world.pushers.FCM.shownOn(token);
    expect(others).toEqual([]);
    expect(push).toMatchObject({
      ...{ title: 'Geändert: Jazz Gala', body: 'Der Titel war: Jazz Night.', imageUrl: 'https://img.example/jazz.jpg', badge: 1 },
      data: {
        ...{ type: 'EVENT_UPDATED', eventId: event.eventId, link: `http://localhost:4000/events/${event.eventId}` },
        timestamp: expect.any(String) as string,
        notificationId: push!.collapseKey,
      },
      ttlSeconds: 86_400,
    });
    expect(await statuses()).toEqual([{ status: 'SENT', reason: null, attempts: 1 }]);
    const row = await world.db.prisma.pushMessage.findFirstOrThrow({ where: { userId: bob.id } });
    expect([row.title, row.body, row.imageUrl, row.data]).toEqual([null, null, null, {}]);
    await after(HOUR);
    expect(shown()).toHaveLength(1);
  });

  it('shows no picture of an event that is not for everybody', async () => {
    await change({ title: 'Secret Gala', visibility: 'PRIVATE' });
    await after(3 * SECOND);
    expect(world.pushers.FCM.shownOn(token)).toEqual([expect.objectContaining({ imageUrl: null })]);
  });

  it('goes to each device of its reader, and to nobody who has none', async () => {
    const [other, expo] = [aToken(), 'ExponentPushToken[abc-1]'];
    await register(world, bob, other, { platform: 'IOS' });
    await register(world, bob, expo, { provider: 'EXPO' });
    const carol = await signUp(world);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: carol.id }));
    await change({ title: 'Jazz Gala' });
    await after(3 * SECOND);
    expect([shown(), shown(other), world.pushers.EXPO.shownOn(expo).length]).toEqual([
      ['Jazz Gala has changed'],
      ['Jazz Gala has changed'],
      1,
    ]);
    expect([(await statuses()).length, await statuses(carol)]).toEqual([1, []]);
  });

  it('of eight renames is one; the next one takes its place on the device, a minute later', async () => {
    for (let n = 1; n <= 8; n++) await change({ title: `Jazz ${n}` });
    await after(3 * SECOND);
    await change({ title: 'Jazz 9' });
    await after(30 * SECOND);
    expect(shown()).toEqual(['Jazz 8 has changed']);
    await after(30 * SECOND);
    const pushes = world.pushers.FCM.shownOn(token);
    expect(pushes.map(({ title }) => title)).toEqual(['Jazz 8 has changed', 'Jazz 9 has changed']);
    expect(new Set(pushes.map(({ collapseKey }) => collapseKey)).size).toBe(1);
  });

  it('is not sent of what was read in the app, is muted, or is not wanted by push (X63)', async () => {
    await change({ title: 'Jazz Gala' });
    await readAll();
    await after(MINUTE);
    await world.run(bob.viewer, MuteSubjectDocument, { input: { type: 'EVENT', id: event.eventId } });
    await change({ title: 'Blues' });
    await after(MINUTE);
    const friend = await signUp(world);
    const preferences = [{ type: 'CONNECTION_REQUESTED' as const, channel: 'PUSH' as const, enabled: false }];
    await world.run(bob.viewer, UpdateNotificationPreferencesDocument, { input: { preferences } });
    await connect(world, friend, bob, { status: 'PENDING', version: 1 });
    await after(MINUTE);
    expect([shown(), await statuses()]).toEqual([[], [{ status: 'WITHDRAWN', reason: 'READ', attempts: 0 }]]);
  });

  it('waits for the end of the hours of rest, and comes with others where its reader wants a digest', async () => {
    const hour = world.clock.now().getUTCHours();
    const time = (hours: number) => `${String((hour + hours + 24) % 24).padStart(2, '0')}:00`;
    await world.run(bob.viewer, UpdatePreferencesDocument, { input: { timeZone: 'UTC', quietHours: { from: time(-1), until: time(3) } } });
    await change({ title: 'Jazz Gala' });
    await after(HOUR);
    expect(shown()).toEqual([]);
    await after(2 * HOUR);
    expect(shown()).toEqual(['Jazz Gala has changed']);
    await readAll();
    await world.run(bob.viewer, UpdatePreferencesDocument, { input: { quietHours: null, digest: 'HOURLY' } });
    await change({ title: 'Jazz Night' });
    await connect(world, await signUp(world), bob, { status: 'PENDING', version: 1 });
    await after(HOUR);
    expect(shown()).toEqual(['Jazz Gala has changed', '2 notifications']);
    expect(world.pushers.FCM.shownOn(token).at(-1)).toMatchObject({ collapseKey: 'digest', badge: 2, data: { type: 'DIGEST' } });
  });

  it('comes to who wants it by push alone, and by mail too, and is in no list', async () => {
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { emailVerifiedAt: world.clock.now() } });
    const preferences = [{ type: 'EVENT_UPDATED' as const, channel: 'IN_APP' as const, enabled: false }];
    await world.run(bob.viewer, UpdateNotificationPreferencesDocument, { input: { preferences } });
    await change({ title: 'Jazz Gala' });
    await after(3 * SECOND);
    await after(3 * MINUTE);
    await world.subgraph.runJob('send-mails');
    expect([shown(), world.mailer.to(`${bob.username}@people.test`, 'notification:EVENT_UPDATED')?.subject]).toEqual([
      ['Jazz Gala has changed'],
      'Jazz Gala has changed',
    ]);
    expect(world.pushers.FCM.shownOn(token)[0]!.badge).toBe(0);
  });

  it('is tried three times, later each time and when the provider says so, and then given up (X57)', async () => {
    await change({ title: 'Jazz Gala' });
    world.pushers.FCM.outcomes.push(fault('UNAVAILABLE', false, 5 * MINUTE), fault('INTERNAL', false), fault('INTERNAL', false));
    await after(3 * SECOND);
    await after(4 * MINUTE);
    expect(await statuses()).toEqual([{ status: 'SENDING', reason: 'UNAVAILABLE', attempts: 1 }]);
    await after(MINUTE);
    expect(await statuses()).toEqual([{ status: 'SENDING', reason: 'INTERNAL', attempts: 2 }]);
    await after(4 * MINUTE);
    expect(await statuses()).toEqual([{ status: 'FAILED', reason: 'INTERNAL', attempts: 3 }]);
    expect(shown()).toEqual([]);
  });

  it('that waits for another try is not sent when it was read meanwhile, nor when it is told no more', async () => {
    await change({ title: 'Jazz Gala' });
    world.pushers.FCM.outcomes.push(fault('UNAVAILABLE', false));
    await after(3 * SECOND);
    await readAll();
    await after(MINUTE);
    expect([shown(), await statuses()]).toEqual([[], [{ status: 'WITHDRAWN', reason: 'READ', attempts: 2 }]]);
    const friend = await signUp(world);
    const connectionId = randomUUID();
    await connect(world, friend, bob, { connectionId, status: 'PENDING', version: 1 });
    world.pushers.FCM.outcomes.push(fault('UNAVAILABLE', false));
    await after(3 * SECOND);
    await connect(world, friend, bob, { connectionId, status: 'BLOCKED', type: 'BLOCKED', version: 2 } as never);
    await after(MINUTE);
    expect(shown()).toEqual([]);
  });

  it('to a device that the provider does not know any more is the last: its token is forgotten (X67)', async () => {
    world.pushers.FCM.gone.add(token);
    await change({ title: 'Jazz Gala' });
    await after(3 * SECOND);
    expect(await statuses()).toEqual([{ status: 'FAILED', reason: 'UNREGISTERED', attempts: 1 }]);
    expect((await world.run(bob.viewer, DevicesDocument, {})).me!.devices).toEqual([]);
    const expo = 'ExponentPushToken[gone-later]';
    await register(world, bob, expo, { provider: 'EXPO' });
    world.pushers.EXPO.said.set(expo, { is: 'GONE', code: 'DeviceNotRegistered' });
    await after(MINUTE);
    await change({ title: 'Blues' });
    await after(MINUTE);
    expect(world.pushers.EXPO.shownOn(expo)).toHaveLength(1);
    world.clock.advance(15 * MINUTE);
    await world.subgraph.runJob('read-push-receipts');
    expect((await world.run(bob.viewer, DevicesDocument, {})).me!.devices).toEqual([]);
    expect((await statuses())[0]).toMatchObject({ status: 'FAILED', reason: 'DeviceNotRegistered' });
  });

  it('goes to no device whose session has ended, and to nobody who is suspended or erased', async () => {
    const carol = await signUp(world);
    const [hers, dans] = [aToken(), aToken()];
    const dan = await signUp(world);
    await register(world, carol, hers);
    await register(world, dan, dans);
    for (const person of [carol, dan]) await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: person.id }));
    await change({ title: 'Jazz Gala' });
    await logOut(world, bob);
    await world.run(admin.viewer, SuspendUserDocument, { input: { userId: carol.id, reason: 'Only for the test.' } });
    await world.tell('user.erased', dan.id, { userId: dan.id });
    await after(MINUTE);
    expect([shown(), shown(hers), shown(dans)]).toEqual([[], [], []]);
    expect(await world.db.prisma.device.count({ where: { userId: dan.id } })).toBe(0);
    expect(await statuses()).toEqual([{ status: 'WITHDRAWN', reason: 'NO_DEVICE', attempts: 0 }]);
  });

  it('tells the other devices, without a sound, when something is read on one (X65)', async () => {
    const again = await logIn(world, bob.username);
    const other = aToken();
    await register(world, again, other);
    await readAll(again);
    await after(3 * SECOND);
    await change({ title: 'Jazz Gala' });
    await after(3 * SECOND);
    world.pushers.FCM.taken.length = 0;
    await readAll(bob);
    await readAll(bob);
    await after(3 * SECOND);
    expect([world.pushers.FCM.badgesOf(token), world.pushers.FCM.badgesOf(other)]).toEqual([[], [0]]);
    expect(world.pushers.FCM.taken.at(-1)).toMatchObject({ title: null, data: { type: 'BADGE', unreadCount: '0' } });
  });

  it('is counted for operators by what became of it (X62, X66)', async () => {
    await world.db.prisma.delivery.deleteMany();
    const since = world.clock.now().toISOString();
    const carol = await signUp(world);
    const hers = aToken();
    await register(world, carol, hers);
    world.pushers.FCM.gone.add(hers);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: carol.id }));
    await change({ title: 'Jazz Gala' });
    await after(3 * SECOND);
    const { notificationDeliveryCounts } = await world.run(admin.viewer, NotificationDeliveryCountsDocument, { since });
    expect(notificationDeliveryCounts).toEqual([
      { type: 'EVENT_UPDATED', channel: 'PUSH', status: 'FAILED', count: 1 },
      { type: 'EVENT_UPDATED', channel: 'PUSH', status: 'SENT', count: 1 },
    ]);
  });

  it('goes once, however many take what is due at the same time; a crash lets it come again, as the same', async () => {
    await change({ title: 'Jazz Gala' });
    world.clock.advance(3 * SECOND);
    await world.subgraph.runJob('deliver-notifications');
    const take = () => takeStep(world.kept, 'another replica', (step: Step) => takePushes(step, 10));
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.flat().filter(({ userId }) => userId === bob.id)).toHaveLength(1);
    // Who took it has ended.
    await after(MINUTE);
    expect(shown()).toEqual([]);
    await after(MINUTE);
    expect(shown()).toEqual(['Jazz Gala has changed']);
  });

  it('is forgotten after a month, and a device some time after its session', async () => {
    await change({ title: 'Jazz Gala' });
    await after(3 * SECOND);
    await logOut(world, bob);
    world.clock.advance(31 * 24 * HOUR);
    await world.subgraph.runJob('forget-old-notifications');
    expect(await world.db.prisma.pushMessage.count({ where: { userId: bob.id } })).toBe(0);
    expect(await world.db.prisma.device.count({ where: { userId: bob.id } })).toBe(0);
  });

  it('of a message comes once for a room until it is read', async () => {
    const roomId = randomUUID();
    const ada = await signUp(world);
    await messageFrom(ada, 1, roomId);
    await messageFrom(ada, 2, roomId);
    await after(3 * SECOND);
    expect(shown().filter((title) => title?.includes('wrote to you'))).toHaveLength(1);
  });
});

describe('a device', () => {
  let world: World;
  let ada: Person;
  const devices = async (person: Person) => (await world.run(person.viewer, DevicesDocument, {})).me!.devices;
  const rowOf = (userId: string) => world.db.prisma.device.findMany({ where: { userId } });
  beforeAll(async () => void (world = await startWorld()));
  beforeEach(async () => void (ada = await signUp(world)));

  it('is one, however often it is registered, and its token is nowhere to be read', async () => {
    const token = aToken();
    const first = succeeded(await register(world, ada, token, { name: ' Phone ', idempotencyKey: 'k' }));
    const again = succeeded(await register(world, ada, token, { name: 'Tablet', platform: 'IOS' }));
    expect(again.device.id).toBe(first.device.id);
    expect(await devices(ada)).toEqual([
      {
        id: first.device.id,
        name: 'Tablet',
        platform: 'IOS',
        provider: 'FCM',
        current: true,
        registeredAt: world.clock.now().toISOString(),
      },
    ]);
    const { rows: tables } = await world.db.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const { rows } = await world.db.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      expect(rows.filter(({ row }) => row.includes(`${token}"`) || row.includes(`${token},`))).toEqual([]);
    }
  });

  it.each([
    ['an empty token', { token: '' }, 'token'],
    ['a token with a blank', { token: 'a b' }, 'token'],
    ['a token of Expo that is none', { token: 'abc', provider: 'EXPO' }, 'token'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
  ])('is none with %s', async (_what, parts, field) => {
    expect(await register(world, ada, 'x', parts)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('moves to whom it is registered by next, as another device', async () => {
    const token = aToken();
    const mine = succeeded(await register(world, ada, token)).device.id;
    const bob = await signUp(world);
    const his = succeeded(await register(world, bob, token)).device.id;
    expect([await devices(ada), (await devices(bob)).map(({ id }) => id), mine === his]).toEqual([[], [his], false]);
  });

  it('is one person’s of many who register it at the same time', async () => {
    const token = aToken();
    const people = await Promise.all(Array.from({ length: 6 }, () => signUp(world)));
    await Promise.all(people.map((person) => register(world, person, token)));
    expect((await Promise.all(people.map(({ id }) => rowOf(id)))).flat()).toHaveLength(1);
  });

  it('control: without the lock some of them are refused by the index', async () => {
    const lockless = await startWorld({ db: withoutLocks });
    const token = aToken();
    const people = await Promise.all(Array.from({ length: 8 }, () => signUp(lockless)));
    const outcomes = await Promise.allSettled(people.map((person) => register(lockless, person, token)));
    expect(outcomes.some((one) => one.status === 'rejected' || one.value.__typename !== 'RegisterDeviceSuccess')).toBe(true);
  });

  it('ends with its session, and is unregistered by its person alone', async () => {
    const again = await logIn(world, ada.username);
    const mine = succeeded(await register(world, ada)).device.id;
    const other = succeeded(await register(world, again)).device.id;
    expect((await devices(ada)).map(({ id, current }) => [id, current]).sort()).toEqual(
      [
        [mine, true],
        [other, false],
      ].sort(),
    );
    await logOut(world, again);
    expect((await devices(ada)).map(({ id }) => id)).toEqual([mine]);
    const bob = await signUp(world);
    const unregister = async (person: Person, id: string) =>
      (await world.run(person.viewer, UnregisterDeviceDocument, { input: { id } })).unregisterDevice;
    expect(await unregister(bob, mine)).toMatchObject({ __typename: 'NotFound' });
    expect(await unregister(ada, mine)).toEqual({ __typename: 'UnregisterDeviceSuccess', deletedId: mine });
    expect(await unregister(ada, mine)).toMatchObject({ __typename: 'NotFound' });
  });

  it('is one of twenty; one more takes the place of the oldest', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 22; n++) {
      world.clock.advance(SECOND);
      ids.push(succeeded(await register(world, ada)).device.id);
    }
    expect((await devices(ada)).map(({ id }) => id)).toEqual(ids.slice(2).reverse());
  });

  it('is not registered for who is signed out or suspended, for demo accounts, visitors, or where nothing is pushed', async () => {
    const bob = await signUp(world);
    await logOut(world, bob);
    const query = `mutation { registerDevice(input: { token: "x", provider: FCM, platform: WEB }) { __typename } }`;
    expect((await world.execute(bob.viewer, query)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    expect((await world.execute(null, query)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { demo: true } });
    expect(await register(world, ada)).toMatchObject({ __typename: 'NotAllowed' });
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { demo: false, suspendedAt: world.clock.now() } });
    expect(await register(world, ada)).toMatchObject({ __typename: 'NotAllowed' });
    const carol = await signUp(world);
    const { pushers } = world.kept;
    Object.assign(world.kept, { pushers: { FCM: null, EXPO: null } });
    expect(await register(world, carol)).toMatchObject({ __typename: 'NotAllowed' });
    Object.assign(world.kept, { pushers });
  });
});
