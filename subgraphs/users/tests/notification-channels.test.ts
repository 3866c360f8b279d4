import { randomUUID } from 'node:crypto';
import { databaseBefore } from '@marquee/platform/testing';
import { NotificationsDocument, UpdateNotificationPreferencesDocument, type NotificationPreferenceInput } from './generated/documents';
import { connect, signUp, startWorld, succeeded, type Person, type World } from './world';

/** U67, X54, X63 and D3 of the audit: what somebody wants, by kind and channel. */
describe('preferences by kind and channel', () => {
  let world: World;
  let ada: Person;
  let bob: Person;
  const set = async (...preferences: NotificationPreferenceInput[]) =>
    (await world.run(bob.viewer, UpdateNotificationPreferencesDocument, { input: { preferences } })).updateNotificationPreferences;
  const kinds = async () => (await world.run(bob.viewer, NotificationsDocument, {})).notifications.nodes.map(({ type }) => type);
  const of = (result: Awaited<ReturnType<typeof set>>, type: string) => {
    const { channels } = succeeded(result).preferences.find((preference) => preference.type === type)!;
    return Object.fromEntries(channels.map(({ channel, enabled }) => [channel, enabled]));
  };

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [ada, bob] = [await signUp(world), await signUp(world)];
  });

  it('are by default: all in the app, and mailed what somebody waits for or has paid for', async () => {
    const all = await set();
    expect(succeeded(all).preferences.every(({ enabled }) => enabled)).toBe(true);
    expect(of(all, 'ORDER_PAID')).toEqual({ IN_APP: true, EMAIL: true, PUSH: true });
    expect(of(all, 'MESSAGE_RECEIVED')).toEqual({ IN_APP: true, EMAIL: false, PUSH: true });
    expect(of(all, 'CONNECTION_ACCEPTED')).toEqual({ IN_APP: true, EMAIL: false, PUSH: false });
  });

  it('change one channel and leave the others (U67)', async () => {
    await set({ type: 'ORDER_PAID', channel: 'EMAIL', enabled: false });
    const now = await set({ type: 'CONNECTION_REQUESTED', channel: 'IN_APP', enabled: false });
    expect(of(now, 'ORDER_PAID')).toEqual({ IN_APP: true, EMAIL: false, PUSH: true });
    expect(of(now, 'CONNECTION_REQUESTED')).toEqual({ IN_APP: false, EMAIL: false, PUSH: true });
    await connect(world, ada, bob, { status: 'PENDING', version: 1 });
    expect(await kinds()).toEqual([]);
  });

  it('without a channel mean all of them, and back as by default', async () => {
    expect(of(await set({ type: 'ORDER_PAID', enabled: false }), 'ORDER_PAID')).toEqual({ IN_APP: false, EMAIL: false, PUSH: false });
    expect(of(await set({ type: 'MESSAGE_RECEIVED', enabled: false }), 'MESSAGE_RECEIVED')).toMatchObject({ IN_APP: false, PUSH: false });
    expect(of(await set({ type: 'MESSAGE_RECEIVED', enabled: true }), 'MESSAGE_RECEIVED')).toEqual({
      IN_APP: true,
      EMAIL: false,
      PUSH: true,
    });
    // What agrees with the default is not kept: should it change, it changes for all who chose nothing else.
    expect(await world.db.prisma.notificationChoice.count({ where: { userId: bob.id, type: 'MESSAGE_RECEIVED' } })).toBe(0);
  });

  it('refuse to turn off what warns of a stranger in the account, and one thing named twice', async () => {
    for (const channel of [undefined, 'IN_APP', 'EMAIL'] as const)
      expect(await set({ type: 'SECURITY_ALERT', channel, enabled: false })).toMatchObject({
        __typename: 'InvalidInput',
        field: 'preferences.0',
      });
    expect(of(await set({ type: 'SECURITY_ALERT', channel: 'PUSH', enabled: false }), 'SECURITY_ALERT')).toEqual({
      IN_APP: true,
      EMAIL: true,
      PUSH: false,
    });
    const twice = await set({ type: 'ORDER_PAID', enabled: false }, { type: 'ORDER_PAID', channel: 'EMAIL', enabled: true });
    expect(twice).toMatchObject({ __typename: 'InvalidInput', field: 'preferences' });
  });

  it('keep what was turned off before there were channels', async () => {
    const { sql, migrate } = await databaseBefore('users', '20261129200323_notification_channels');
    const userId = randomUUID();
    await sql(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       VALUES ($1, 'r@p.test', 'r@p.test', 'r', 'r', 'R', now(), now())`,
      [userId],
    );
    await sql(`INSERT INTO notification_mutes (user_id, type) VALUES ($1, 'ORDER_PAID')`, [userId]);
    await migrate();
    const { rows } = await sql('SELECT type, channel, enabled FROM notification_choices ORDER BY channel');
    expect(rows).toEqual(['IN_APP', 'EMAIL', 'PUSH'].map((channel) => ({ type: 'ORDER_PAID', channel, enabled: false })));
  });
});
