import { takeStep } from '@marquee/platform';
import { withoutLocks } from '@marquee/platform/testing';
import type { Step } from '../src/context';
import type { Database } from '../src/db';
import { tellNext } from '../src/modules/announcement/announcement.store';
import {
  AnnounceDocument,
  AnnouncementsDocument,
  CancelAnnouncementDocument,
  MarkAllNotificationsReadDocument,
  NotificationLinksDocument,
  RegisterDeviceDocument,
  UpdateNotificationPreferencesDocument,
  UpdatePreferencesDocument,
  type AnnounceInput,
} from './generated/documents';
import { anEvent, signUp, signUpAs, startWorld, succeeded, tellEvent, type Person, type World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TEXTS: AnnounceInput['texts'] = [
  { language: 'EN', title: 'Maintenance', body: 'On Sunday.\nFor an hour {not two}.' },
  { language: 'DE', title: 'Wartung', body: 'Am Sonntag.' },
];

/** X49, X55, X56, X58: what the platform tells many. */
describe('an announcement', () => {
  let world: World;
  let admin: Person;
  let bob: Person;
  const announce = async (parts: Partial<AnnounceInput> = {}, by = admin) =>
    (await world.run(by.viewer, AnnounceDocument, { input: { texts: TEXTS, ...parts } })).announce;
  const announced = async (parts: Partial<AnnounceInput> = {}) => succeeded(await announce(parts)).announcement;
  const tell = () => world.subgraph.runJob('tell-announcements');
  const news = async (person: Person = bob) =>
    (await world.run(person.viewer, NotificationLinksDocument, {})).notifications.nodes
      .filter(({ type }) => type === 'SYSTEM_ANNOUNCEMENT')
      .map(({ title, body }) => ({ title, body }));
  const state = async (id: string) =>
    (await world.run(admin.viewer, AnnouncementsDocument, {})).announcements.nodes.find((one) => one.id === id)!;
  const settle = async () => {
    for (const job of ['tell-announcements', 'deliver-notifications', 'send-mails', 'send-pushes']) await world.subgraph.runJob(job);
  };

  beforeAll(async () => {
    world = await startWorld();
    admin = await signUpAs(world, 'admin');
  });
  beforeEach(async () => {
    await settle();
    bob = await signUp(world);
  });

  it('comes to everybody, in the language of each, as plain text, and to nobody twice', async () => {
    const carol = await signUp(world);
    await world.run(carol.viewer, UpdatePreferencesDocument, { input: { language: 'DE' } });
    const { id, status, audienceCount } = await announced();
    expect([status, audienceCount, await news()]).toEqual(['SCHEDULED', await world.db.prisma.user.count(), []]);
    await tell();
    await tell();
    expect(await news()).toEqual([{ title: 'Maintenance', body: 'On Sunday.\nFor an hour {not two}.' }]);
    expect(await news(carol)).toEqual([{ title: 'Wartung', body: 'Am Sonntag.' }]);
    expect(await state(id)).toMatchObject({ status: 'SENT', reachedCount: audienceCount });
    // Who comes later has not missed it.
    expect(await news(await signUp(world))).toEqual([]);
  });

  it('goes by the channels that each wants, behind what others wait for', async () => {
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { emailVerifiedAt: world.clock.now() } });
    await world.run(bob.viewer, RegisterDeviceDocument, { input: { token: 'bobs', provider: 'FCM', platform: 'IOS' } });
    const carol = await signUp(world);
    await world.db.prisma.user.update({ where: { id: carol.id }, data: { emailVerifiedAt: world.clock.now() } });
    const preferences = (['EMAIL', 'IN_APP'] as const).map((channel) => ({
      type: 'SYSTEM_ANNOUNCEMENT' as const,
      channel,
      enabled: false,
    }));
    await world.run(carol.viewer, UpdateNotificationPreferencesDocument, { input: { preferences } });
    await announced();
    await tell();
    const event = anEvent({ creatorId: carol.id });
    await tellEvent(world, event);
    await world.tell('event.invitation_changed', event.eventId, {
      ...{ eventId: event.eventId, version: 1, userId: bob.id, invitedBy: admin.id, invited: true },
    });
    world.clock.advance(2 * MINUTE);
    await settle();
    const mailed = (person: Person) =>
      world.mailer.sent
        .filter(({ to, kind }) => to === `${person.username}@people.test` && kind.startsWith('notification'))
        .map(({ kind }) => kind)
        .sort();
    expect(mailed(bob)).toEqual(['notification:EVENT_INVITED', 'notification:SYSTEM_ANNOUNCEMENT']);
    expect(world.pushers.FCM.shownOn('bobs').map(({ data }) => data['type'])).toEqual(['EVENT_INVITED', 'SYSTEM_ANNOUNCEMENT']);
    expect([mailed(carol), await news(carol)]).toEqual([[], []]);
  });

  it('waits for its time, and is cancelled before it', async () => {
    const at = new Date(world.clock.now().getTime() + HOUR).toISOString();
    const { id } = await announced({ scheduledFor: at });
    await tell();
    expect(await news()).toEqual([]);
    const cancel = async () => (await world.run(admin.viewer, CancelAnnouncementDocument, { input: { id } })).cancelAnnouncement;
    expect(succeeded(await cancel()).announcement.status).toBe('CANCELLED');
    expect(succeeded(await cancel()).announcement.status).toBe('CANCELLED');
    world.clock.advance(HOUR);
    await tell();
    expect(await news()).toEqual([]);
  });

  it('comes at the same hour of the day wherever its reader is (X56)', async () => {
    const [tokyo, berlin] = [await signUp(world), await signUp(world)];
    await world.run(tokyo.viewer, UpdatePreferencesDocument, { input: { timeZone: 'Asia/Tokyo' } });
    await world.run(berlin.viewer, UpdatePreferencesDocument, { input: { timeZone: 'Europe/Berlin' } });
    const day = new Date(world.clock.now().getTime() + 3 * 24 * HOUR).toISOString().slice(0, 10);
    await announced({ scheduledFor: `${day}T09:00:00Z`, inLocalTime: true });
    const seen = async () => Promise.all([tokyo, berlin, bob].map(async (person) => (await news(person)).length));
    const at = async (time: string) => {
      world.clock.advance(Date.parse(`${day}T${time}Z`) - world.clock.now().getTime());
      await tell();
      return seen();
    };
    expect(await at('00:00:00')).toEqual([1, 0, 0]);
    expect(await at('07:59:59')).toEqual([1, 0, 0]);
    expect(await at('08:00:00')).toEqual([1, 1, 0]);
    expect(await at('09:00:00')).toEqual([1, 1, 1]);
  });

  it('goes to those of one role, or of one city however they write it', async () => {
    const curator = await signUpAs(world, 'curator');
    const montrealer = await signUp(world);
    await world.db.prisma.user.update({ where: { id: montrealer.id }, data: { city: 'Montréal' } });
    await announced({ audience: 'ROLE', role: 'CURATOR' });
    await announced({ audience: 'CITY', city: 'MONTREAL' });
    await tell();
    expect(await Promise.all([bob, curator, montrealer].map(async (person) => (await news(person)).length))).toEqual([0, 1, 1]);
  });

  it('that is urgent waits for no digest and no end of the hours of rest (X55)', async () => {
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { emailVerifiedAt: world.clock.now() } });
    await world.run(bob.viewer, UpdatePreferencesDocument, {
      input: { timeZone: 'UTC', quietHours: { from: '00:00', until: '23:59' }, digest: 'WEEKLY' },
    });
    await announced({ texts: [{ language: 'EN', title: 'Later', body: 'Later.' }] });
    await announced({ texts: [{ language: 'EN', title: 'Now', body: 'Now.' }], urgent: true });
    await settle();
    const to = world.mailer.sent.filter(({ to: address, kind }) => address === `${bob.username}@people.test` && kind !== 'verify-email');
    expect(to.map(({ subject }) => subject)).toEqual(['Now']);
  });

  it('that is cancelled under way reaches nobody more, and is taken back from those who have not read it', async () => {
    await world.db.pool.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       SELECT gen_random_uuid(), n || '@crowd.test', n || '@crowd.test', 'crowd_' || n, 'crowd_' || n, 'Crowd', now(), now() FROM generate_series(1, 1200) n`,
    );
    const { id, audienceCount } = await announced();
    const next = () => takeStep(world.kept, 'a job that is killed', (step: Step) => tellNext(step));
    await next();
    expect(await state(id)).toMatchObject({ status: 'SENDING', reachedCount: 500 });
    await world.db.pool.query(
      `UPDATE notifications SET read_at = now() WHERE id IN (SELECT id FROM notifications WHERE subject = $1 LIMIT 1)`,
      [`announcement:${id}`],
    );
    await world.run(admin.viewer, CancelAnnouncementDocument, { input: { id } });
    await tell();
    expect(await state(id)).toMatchObject({ status: 'CANCELLED', reachedCount: 500, audienceCount });
    expect(await world.db.prisma.notification.count({ where: { subject: `announcement:${id}` } })).toBe(1);
  });

  /** How many notifications each person has of one announcement that several replicas tell, two of which end in the middle. */
  const toldTwice = async (db?: (own: Database) => Database) => {
    const crowd = await startWorld(db ? { db } : {});
    const staff = await signUpAs(crowd, 'admin');
    await crowd.db.pool.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       SELECT gen_random_uuid(), n || '@x.test', n || '@x.test', 'c_' || n, 'c_' || n, 'Crowd', now(), now() FROM generate_series(1, 2600) n`,
    );
    const { id } = succeeded((await crowd.run(staff.viewer, AnnounceDocument, { input: { texts: TEXTS } })).announce).announcement;
    const replica = () => takeStep(crowd.kept, 'replica', (step: Step) => tellNext(step));
    const killed = () =>
      takeStep(crowd.kept, 'killed', async (step: Step) => {
        await tellNext(step);
        throw new Error('killed');
      }).catch(() => undefined);
    await Promise.all([replica(), killed(), replica(), killed()]);
    await crowd.subgraph.runJob('tell-announcements');
    const { rows } = await crowd.db.pool.query<{ people: number; rows: number; reached: number }>(
      `SELECT count(DISTINCT n.user_id)::int AS people, count(*)::int AS rows,
              (SELECT sum(reached_count)::int FROM announcement_parts WHERE announcement_id = $1) AS reached
       FROM notifications n WHERE n.subject = 'announcement:' || $1`,
      [id],
    );
    return { ...rows[0]!, all: await crowd.db.prisma.user.count() };
  };

  it('comes to each once, whatever is killed and however many tell it at the same time', async () => {
    const { people, rows, reached, all } = await toldTwice();
    expect([people, rows, reached]).toEqual([all, all, all]);
  });

  it('control: without the lock some are counted twice', async () => {
    const { reached, all } = await toldTwice(withoutLocks);
    expect(reached).not.toBe(all);
  });

  it.each([
    ['no English text', { texts: [TEXTS[1]!] }, 'texts'],
    ['a language twice', { texts: [TEXTS[0]!, TEXTS[0]!] }, 'texts'],
    ['a role and no audience of one', { role: 'ADMIN' as const }, 'role'],
    ['an audience of a city and none', { audience: 'CITY' as const }, 'city'],
    ['local time and no time', { inLocalTime: true }, 'scheduledFor'],
    ['a time that is too far', { scheduledFor: '2099-01-01T00:00:00Z' }, 'scheduledFor'],
    ['an end before its time', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  ])('is refused with %s', async (_what, parts, field) => {
    expect(await announce(parts)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('is one with one key, and is for administrators alone', async () => {
    const [one, two] = [await announced({ idempotencyKey: 'k' }), await announced({ idempotencyKey: 'k' })];
    expect(two.id).toBe(one.id);
    expect(await announce({ idempotencyKey: 'k', urgent: true })).toMatchObject({ __typename: 'KeyReused' });
    await tell();
    const cancelled = (await world.run(admin.viewer, CancelAnnouncementDocument, { input: { id: one.id } })).cancelAnnouncement;
    expect(cancelled).toMatchObject({ __typename: 'NotAllowed' });
    const moderator = await signUpAs(world, 'moderator');
    for (const [viewer, code] of [
      [null, 'UNAUTHENTICATED'] as const,
      [bob.viewer, 'FORBIDDEN'] as const,
      [moderator.viewer, 'FORBIDDEN'] as const,
    ])
      for (const query of [
        '{ announcements { nodes { id } } }',
        'mutation { announce(input: { texts: [] }) { __typename } }',
        `mutation { cancelAnnouncement(input: { id: "${one.id}" }) { __typename } }`,
      ])
        expect((await world.execute(viewer, query)).errors?.[0]?.extensions?.['code']).toBe(code);
  });

  it('that was read is not mailed', async () => {
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { emailVerifiedAt: world.clock.now() } });
    await announced();
    await tell();
    await world.run(bob.viewer, MarkAllNotificationsReadDocument, { input: {} });
    world.clock.advance(5 * MINUTE);
    await settle();
    expect(world.mailer.to(`${bob.username}@people.test`, 'notification:SYSTEM_ANNOUNCEMENT')).toBeUndefined();
  });
});
