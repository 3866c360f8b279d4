import { callerFor } from '@marquee/platform/testing';
import { readUnsubscribeToken, unsubscribeToken } from '../src/modules/notification/notification-unsubscribe';
import { MailFault } from '../src/ports/mailer';
import {
  ChangePasswordDocument,
  EmailStateDocument,
  NotificationDeliveriesDocument,
  MailPreferencesDocument,
  ResendVerificationDocument,
  UpdatePreferencesDocument,
  VerifyEmailDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { anAttendance, anEvent, PASSWORD, signUp, signUpAs, startWorld, tellAttendance, tellEvent, type Person, type World } from './world';

const MINUTE = 60_000;

/** X63: a mail that its reader does not want, and one that reaches nobody. */
describe('a mail that can be turned off', () => {
  let world: World;
  let bob: Person;
  let event: ReturnType<typeof anEvent>;
  let version = 1;
  const change = (title: string) => tellEvent(world, { ...event, version: ++version, change: 'UPDATED', title });
  const work = async (ms = 3 * MINUTE) => {
    world.clock.advance(ms);
    await world.subgraph.runJob('deliver-notifications');
    await world.subgraph.runJob('send-mails');
  };
  const address = () => `${bob.username}@people.test`;
  const mails = () => world.mailer.sent.filter(({ to, kind }) => to === address() && /^(notification|digest)/.test(kind));
  const ask = async (method: 'GET' | 'POST', url: string) => {
    const { pathname } = new URL(url);
    const body = Buffer.from(method === 'POST' ? 'List-Unsubscribe=One-Click' : '');
    return world.subgraph.publicHandlers!['/unsubscribe/*']!({
      method,
      path: pathname,
      query: '',
      headers: {},
      body,
      caller: callerFor(null),
    });
  };
  const mailed = async (type: string) => {
    const { me } = await world.run(bob.viewer, MailPreferencesDocument, {});
    const preference = me!.notificationPreferences.find((one) => one.type === type)!;
    return preference.channels.map(({ channel, enabled }) => `${channel} ${enabled ? 'on' : 'off'}`);
  };

  beforeAll(async () => void (world = await startWorld({ settings: { API_URL: 'https://api.marquee.example/' } })));
  beforeEach(async () => {
    bob = await signUp(world);
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { emailVerifiedAt: world.clock.now() } });
    event = anEvent();
    version = 1;
    await tellEvent(world, event);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id }));
    await work();
  });

  it('is by one click, which mail programs POST; whoever only follows the link is asked', async () => {
    await change('Jazz Gala');
    await work();
    const url = mails()[0]!.unsubscribeUrl!;
    expect(url).toMatch(/^https:\/\/api\.marquee\.example\/unsubscribe\/[\w-]{22}\.EVENT_UPDATED\.[\w-]{43}$/);
    const page = await ask('GET', url);
    expect([page.status, String(page.body)]).toEqual([200, expect.stringContaining('<form method="post">')]);
    expect(await mailed('EVENT_UPDATED')).toContain('EMAIL on');
    for (let n = 0; n < 2; n++) expect((await ask('POST', url)).status).toBe(200);
    expect(await mailed('EVENT_UPDATED')).toEqual(['IN_APP on', 'EMAIL off', 'PUSH on']);
    expect(await mailed('EVENT_INVITED')).toContain('EMAIL on');
    await change('Blues');
    await work();
    expect(mails()).toHaveLength(1);
  });

  it('of a digest is of all kinds but those that tell of money and of alerts', async () => {
    await world.run(bob.viewer, UpdatePreferencesDocument, { input: { digest: 'HOURLY' } });
    await change('Jazz Gala');
    await work(61 * MINUTE);
    await ask('POST', mails()[0]!.unsubscribeUrl!);
    expect(await mailed('EVENT_UPDATED')).toContain('EMAIL off');
    expect(await mailed('EVENT_INVITED')).toContain('EMAIL off');
    expect(await mailed('ORDER_PAID')).toContain('EMAIL on');
    expect(await mailed('SECURITY_ALERT')).toContain('EMAIL on');
  });

  it('is not one that tells of money or of an event that is called off', async () => {
    await tellEvent(world, { ...event, version: ++version, change: 'CANCELLED', status: 'CANCELLED' });
    await work();
    expect(mails().map(({ kind, unsubscribeUrl }) => [kind, unsubscribeUrl])).toEqual([['notification:EVENT_CANCELLED', undefined]]);
  });

  it('is turned off by nobody who has no token of ours', async () => {
    const good = unsubscribeToken(world.kept.secrets.unsubscribing, bob.id, 'EVENT_UPDATED');
    expect(readUnsubscribeToken(world.kept.secrets.unsubscribing, good)).toEqual({ userId: bob.id, from: 'EVENT_UPDATED' });
    const others = [
      good.replace('EVENT_UPDATED', 'ALL'),
      good.slice(0, -1),
      `${good}x`,
      unsubscribeToken(Buffer.from('x'), bob.id, 'ALL'),
      'x',
      '',
    ];
    for (const token of others) expect((await ask('POST', `https://api.marquee.example/unsubscribe/${token}`)).status).toBe(404);
    expect(await mailed('EVENT_UPDATED')).toContain('EMAIL on');
    // Who is gone wants no mails either.
    const nobody = unsubscribeToken(world.kept.secrets.unsubscribing, '00000000-0000-4000-8000-000000000000', 'ALL');
    expect((await ask('POST', `https://api.marquee.example/unsubscribe/${nobody}`)).status).toBe(200);
  });

  it('that comes back is the last, until its person shows the address once more', async () => {
    const state = async () => (await world.run(bob.viewer, EmailStateDocument, {})).me;
    await change('Jazz Gala');
    world.mailer.faults.push(new MailFault('550', true, true));
    await work();
    expect(await state()).toEqual({ emailVerified: true, emailBounces: true });
    await change('Blues');
    await work(61 * MINUTE);
    expect(mails()).toEqual([]);
    const { resendVerification } = await world.run(bob.viewer, ResendVerificationDocument, { input: {} });
    expect(resendVerification.__typename).toBe('ResendVerificationSuccess');
    await world.run(null, VerifyEmailDocument, { input: { token: await tokenIn(world, address(), 'verify-email') } });
    expect(await state()).toEqual({ emailVerified: true, emailBounces: false });
    await change('Soul');
    await work(61 * MINUTE);
    expect(mails()).toHaveLength(1);
  });

  it('of the account is in the language of its person, as all others are', async () => {
    await world.run(bob.viewer, UpdatePreferencesDocument, { input: { language: 'DE' } });
    const input = { currentPassword: PASSWORD, newPassword: 'another lantern 43' };
    await world.run(bob.viewer, ChangePasswordDocument, { input });
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(address(), 'password-changed')?.subject).toBe('Dein Passwort wurde geändert');
  });

  it('that waited when the address came back is withdrawn, and says why', async () => {
    await change('Jazz Gala');
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { emailBouncedAt: world.clock.now() } });
    await work();
    const admin = await signUpAs(world, 'admin');
    const { notificationDeliveries } = await world.run(admin.viewer, NotificationDeliveriesDocument, { filter: { userId: bob.id } });
    expect(notificationDeliveries.nodes).toMatchObject([{ status: 'WITHDRAWN', reason: 'BOUNCED' }]);
  });
});
