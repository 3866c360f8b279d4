import { anApp, ask, call, grantOf, ISSUER, type TestApp } from './apps';
import { AuthorizedAppsDocument, RevokeAppDocument } from './generated/documents';
import { PASSWORD, signUp, startWorld, succeeded, type Person, type World } from './world';

const MINUTE = 60_000;
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

interface Started {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

/** RFC 8628: a device without a browser is let in elsewhere. */
describe('a device that is let in to somebody’s account (X25)', () => {
  let world: World;
  let app: TestApp;
  beforeAll(async () => {
    world = await startWorld({ settings: { API_URL: ISSUER } });
    app = await anApp(world, await signUp(world), { isConfidential: false, redirectUris: [], name: 'Television' });
  });

  const start = (more = {}) => call<Started>(world, app, 'device_authorization', more);
  const poll = (device_code: string, by = app) => call(world, by, 'token', { grant_type: GRANT, device_code });
  const decide = (person: Person, code: string, decision = 'allow') =>
    ask(world, 'device', { form: { query: `user_code=${code}`, username: person.username, password: PASSWORD, decision } });

  it('shows a code, waits, and gets its tokens once', async () => {
    const bob = await signUp(world);
    const started = await start({ scope: 'EVENTS_READ' });
    expect(started).toMatchObject({
      ...{ status: 200, expires_in: 900, interval: 5, verification_uri: `${ISSUER}/oauth/device` },
      user_code: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/) as string,
      verification_uri_complete: `${ISSUER}/oauth/device?user_code=${started.user_code}`,
    });
    expect(await poll(started.device_code)).toMatchObject({ status: 400, error: 'authorization_pending' });
    world.clock.advance(5_000);
    // Typed as people type.
    const page = await ask(world, 'device', { query: `user_code=${started.user_code.toLowerCase().replace('-', '+')}` });
    expect(String(page.body)).toContain('May Television act for you?');
    expect(String(page.body)).toContain(started.user_code);
    expect(await decide(bob, started.user_code)).toMatchObject({ status: 200, body: expect.stringContaining('is let in') as string });
    const tokens = await poll(started.device_code);
    expect(tokens).toMatchObject({ status: 200, scope: 'EVENTS_READ' });
    expect(await grantOf(world, tokens.access_token)).toMatchObject({ userId: bob.id, scopes: ['EVENTS_READ'] });
    expect(await poll(started.device_code)).toMatchObject({ error: 'invalid_grant' });
    expect((await decide(bob, started.user_code)).status).toBe(400);
    const { authorizedApps } = await world.run(bob.viewer, AuthorizedAppsDocument, {});
    expect(authorizedApps.nodes).toMatchObject([{ appId: app.id, name: 'Television' }]);
  });

  it('is told to ask less often, and how it ends otherwise', async () => {
    const bob = await signUp(world);
    const { device_code: eager } = await start();
    expect((await poll(eager)).error).toBe('authorization_pending');
    expect((await poll(eager)).error).toBe('slow_down');
    world.clock.advance(9_000);
    expect((await poll(eager)).error).toBe('slow_down');
    world.clock.advance(15_000);
    expect((await poll(eager)).error).toBe('authorization_pending');

    const refused = await start();
    expect((await decide(bob, refused.user_code, 'deny')).status).toBe(200);
    expect((await poll(refused.device_code)).error).toBe('access_denied');

    const late = await start();
    world.clock.advance(15 * MINUTE);
    expect((await poll(late.device_code)).error).toBe('expired_token');
    expect((await ask(world, 'device', { query: `user_code=${late.user_code}` })).status).toBe(400);
    expect((await poll('unknown')).error).toBe('invalid_grant');
    const other = await anApp(world, bob);
    expect((await poll((await start()).device_code, other)).error).toBe('invalid_grant');
    expect((await start({ scope: 'CHAT_WRITE' })) as unknown).toMatchObject({ error: 'invalid_scope' });
  });

  it('stays out when the person has taken it back before it came', async () => {
    const bob = await signUp(world);
    const started = await start();
    expect((await decide(bob, started.user_code)).status).toBe(200);
    succeeded((await world.run(bob.viewer, RevokeAppDocument, { input: { appId: app.id } })).revokeApp);
    expect((await poll(started.device_code)).error).toBe('invalid_grant');
  });

  it('is let in by who signs in alone', async () => {
    const bob = await signUp(world);
    const started = await start();
    const form = { query: `user_code=${started.user_code}`, username: bob.username, password: 'wrong', decision: 'allow' };
    expect((await ask(world, 'device', { form })).status).toBe(403);
    expect((await poll(started.device_code)).error).toBe('authorization_pending');
    expect(String((await ask(world, 'device')).body)).toContain('Which code does it show?');
  });
});
