import { print } from 'graphql';
import { callerFor } from '@marquee/platform/testing';
import { ChangePasswordDocument, LoginDocument, NotificationLinksDocument, SetUserRoleDocument } from './generated/documents';
import { PASSWORD, personOf, signUp, signUpAs, startWorld, type Person, type World } from './world';

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0';

/** X49: what the owner of an account has to know of it. */
describe('a security alert', () => {
  let world: World;
  let bob: Person;
  const alerts = async (person: Person) =>
    (await world.run(person.viewer, NotificationLinksDocument, {})).notifications.nodes.map(({ title, body }) => [title, body]);
  const logInOn = async (userAgent: string) => {
    const variables = { input: { emailOrUsername: bob.username, password: PASSWORD } };
    const answer = await world.subgraph.execute({ query: print(LoginDocument), variables, caller: { ...callerFor(null), userAgent } });
    return personOf((answer.data as { login: Parameters<typeof personOf>[0] }).login);
  };

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    bob = await signUp(world);
  });

  it('tells of a sign-in on a new device, once, and not of an update of its software', async () => {
    expect(await alerts(bob)).toEqual([]);
    await logInOn(CHROME);
    const told = await alerts(bob);
    expect(told).toEqual([
      [
        'Your account was used on a new device',
        expect.stringMatching(/^Somebody signed in .* \(UTC\)\. The device: Chrome, macOS\. If that was not you/),
      ],
    ]);
    await logInOn(CHROME.replace('141', '142'));
    expect(await alerts(bob)).toEqual(told);
    // The list has the newest first, and nothing orders two of one instant.
    world.clock.advance(1000);
    await logInOn(FIREFOX);
    expect((await alerts(bob))[0]![1]).toContain('Firefox, Windows');
    expect(await alerts(bob)).toHaveLength(2);
  });

  it('tells of another password', async () => {
    const input = { currentPassword: PASSWORD, newPassword: 'another lantern 43' };
    await world.run(bob.viewer, ChangePasswordDocument, { input });
    expect((await alerts(bob)).map(([title]) => title)).toEqual(['Your password was changed']);
  });

  it('tells of another role, and goes by mail at once', async () => {
    const admin = await signUpAs(world, 'admin');
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { emailVerifiedAt: world.clock.now() } });
    for (let n = 0; n < 2; n++) await world.run(admin.viewer, SetUserRoleDocument, { input: { userId: bob.id, role: 'CURATOR' } });
    expect((await alerts(bob)).map(([title, body]) => `${title}: ${body}`)).toEqual([
      expect.stringMatching(/^Your role was changed: It happened .*\. You are a curator now\.$/),
    ]);
    await world.subgraph.runJob('deliver-notifications');
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(`${bob.username}@people.test`, 'notification:SECURITY_ALERT')?.subject).toBe('Your role was changed');
  });
});
