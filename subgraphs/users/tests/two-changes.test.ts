import { randomUUID } from 'node:crypto';
import { connect, logIn, signUp, signUpAs, startWorld, type Person, type World } from './world';

/** What a mutation returns must show what the other one of the same request did. */
describe('two mutations in one request', () => {
  let world: World;
  let person: Person;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    person = await signUp(world);
  });

  it('create two organisations, and both are among those of the owner', async () => {
    const create = (alias: string, name: string) =>
      `${alias}: createOrganization(input: { name: "${name}" }) { ... on CreateOrganizationSuccess { organization { members { user { organizations { name } } } } } }`;
    const { a, b } = await world.run(person.viewer, `mutation { ${create('a', 'First House')} ${create('b', 'Second House')} }`);
    const seen = (result: typeof a) => result.organization.members[0].user.organizations.map(({ name }: { name: string }) => name);
    expect(seen(a)).toEqual(['First House']);
    expect(seen(b)).toEqual(['First House', 'Second House']);
  });

  it('change a profile and then what shows it', async () => {
    const query = `mutation {
      a: updateProfile(input: { bio: "One." }) { ... on UpdateProfileSuccess { user { displayName bio } } }
      b: updateProfile(input: { displayName: "Two" }) { ... on UpdateProfileSuccess { user { displayName bio } } }
      c: createOrganization(input: { name: "House of ${person.username}" }) {
        ... on CreateOrganizationSuccess { organization { members { user { displayName bio } } } } }
    }`;
    const { a, b, c } = await world.run(person.viewer, query);
    expect(a.user).toEqual({ displayName: person.username.toUpperCase(), bio: 'One.' });
    expect(b.user).toEqual({ displayName: 'Two', bio: 'One.' });
    expect(c.organization.members).toEqual([{ user: { displayName: 'Two', bio: 'One.' } }]);
  });

  it('decide about a person twice', async () => {
    const admin = await signUpAs(world, 'admin');
    const input = `userId: "${person.id}"`;
    const query = `mutation {
      a: setUserRole(input: { ${input}, role: CURATOR }) { ... on SetUserRoleSuccess { role } }
      b: setUserRole(input: { ${input}, role: USER }) { ... on SetUserRoleSuccess { role } }
      c: suspendUser(input: { ${input}, reason: "Spam." }) { ... on SuspendUserSuccess { suspendedAt user { id } } }
      d: reinstateUser(input: { ${input} }) { ... on ReinstateUserSuccess { user { id } } }
      e: suspendUser(input: { ${input}, reason: "Spam again." }) { ... on SuspendUserSuccess { suspendedAt user { id } } }
    }`;
    const { a, b, c, d, e } = await world.run(admin.viewer, query);
    expect([a.role, b.role]).toEqual(['CURATOR', 'USER']);
    expect([c.user, d.user, e.user]).toEqual(Array.from({ length: 3 }, () => ({ id: person.id })));
    expect(e.suspendedAt).toBe(world.clock.now().toISOString());
  });

  it('read notifications and choose others', async () => {
    for (let n = 0; n < 3; n++)
      await connect(world, await signUp(world), person, { status: 'PENDING', version: 1, connectionId: randomUUID() });
    const { notifications } = await world.run(person.viewer, '{ notifications(first: 1) { nodes { id } } }');
    const prefer = (enabled: boolean) =>
      `updateNotificationPreferences(input: { preferences: [{ type: ORDER_PAID, enabled: ${enabled} }] }) {
        ... on UpdateNotificationPreferencesSuccess { preferences { type enabled } } }`;
    const { a, b, c, d } = await world.run(
      person.viewer,
      `mutation {
        a: markNotificationsRead(input: { ids: ["${notifications.nodes[0].id}"] }) { ... on MarkNotificationsReadSuccess { unreadNotificationCount } }
        b: markAllNotificationsRead(input: {}) { ... on MarkAllNotificationsReadSuccess { markedCount unreadNotificationCount } }
        c: ${prefer(false)} d: ${prefer(true)}
      }`,
    );
    expect(a).toEqual({ unreadNotificationCount: 2 });
    expect(b).toEqual({ markedCount: 2, unreadNotificationCount: 0 });
    const orderPaid = (result: typeof c) => result.preferences.find(({ type }: { type: string }) => type === 'ORDER_PAID').enabled;
    expect([orderPaid(c), orderPaid(d)]).toEqual([false, true]);
  });

  it('end sessions and change the password: what is ended already is not ended again', async () => {
    const other = await logIn(world, person.username);
    await logIn(world, person.username);
    const { a, b, c } = await world.run(
      person.viewer,
      `mutation {
        a: endSession(input: { sessionId: "${other.viewer.sessionId}" }) { ... on EndSessionSuccess { deletedId } }
        b: changePassword(input: { currentPassword: "lantern light 42", newPassword: "a new lantern 43" }) { ... on ChangePasswordSuccess { endedSessionCount } }
        c: endAllSessions(input: {}) { ... on EndAllSessionsSuccess { deletedIds } }
      }`,
    );
    expect(a).toEqual({ deletedId: other.viewer.sessionId });
    expect(b).toEqual({ endedSessionCount: 1 });
    expect(c).toEqual({ deletedIds: [] });
  });

  it('sign in and then show what was changed before', async () => {
    const signIn = (alias: string) =>
      `${alias}: login(input: { emailOrUsername: "${person.username}", password: "lantern light 42" }) {
        ... on LoginSuccess { viewer { user { bio } sessions { totalCount } } } }`;
    const query = `mutation { ${signIn('a')} b: updateProfile(input: { bio: "New." }) { __typename } ${signIn('c')} }`;
    const { a, c } = await world.run(person.viewer, query);
    expect(a.viewer).toEqual({ user: { bio: null }, sessions: { totalCount: 2 } });
    expect(c.viewer).toEqual({ user: { bio: 'New.' }, sessions: { totalCount: 3 } });
  });
});
