import { randomUUID } from 'node:crypto';
import { aCode, allow, anApp, ask, call, CALLBACK, grantOf, ISSUER, pkce, refresh, requestOf, tokensFor, type TestApp } from './apps';
import {
  AccountEventsDocument,
  AuthorizedAppsDocument,
  NotificationsDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  RevokeAppDocument,
  SetUserRoleDocument,
  SuspendUserDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { withApp } from './second-factors';
import { PASSWORD, signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const authorized = async (world: World, { viewer }: Person) => (await world.run(viewer, AuthorizedAppsDocument, {})).authorizedApps;
const revoke = async (world: World, { viewer }: Person, appId: string) =>
  (await world.run(viewer, RevokeAppDocument, { input: { appId } })).revokeApp;

/** What a form of the page sends along. */
const hidden = (body: unknown, name: string): string | undefined => new RegExp(`name="${name}" value="([^"]*)"`).exec(String(body))?.[1];

describe('signing in to somebody else’s app (X25)', () => {
  let world: World;
  let owner: Person;
  let app: TestApp;
  beforeAll(async () => {
    world = await startWorld({ settings: { API_URL: ISSUER } });
    owner = await signUp(world);
    app = await anApp(world, owner, { logoUrl: 'https://pictures.example.org/logo.png', name: 'Calendar <b>' });
  });

  it('asks on a page of our own without script, in words, and is framed by nobody', async () => {
    const { status, headers, body } = await ask(world, 'authorize', { query: requestOf(app, pkce().challenge) });
    expect(status).toBe(200);
    const html = String(body);
    expect(html).toContain('May Calendar &#60;b&#62; act for you?');
    expect(html).toContain('see events, also your drafts and their numbers');
    expect(html).toContain(`Made by @${owner.username}`);
    expect(html).toContain('<img src="https://pictures.example.org/logo.png"');
    expect(html).not.toMatch(/<script|<b>/);
    const csp = headers!['content-security-policy']!;
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain('img-src https://pictures.example.org;');
    expect(csp).toContain("form-action 'self' https://calendar.example.org;");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(headers!['set-cookie']).toBeUndefined();
  });

  it('gives a code, and for that tokens which act for the person within what they gave', async () => {
    const bob = await signUp(world);
    const { verifier, challenge } = pkce();
    const back = await allow(world, bob, requestOf(app, challenge, { scope: 'EVENTS_READ' }));
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect([back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual(['xyz', ISSUER]);
    const code = back.searchParams.get('code')!;
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier };
    const tokens = await call(world, app, 'token', form);
    expect(tokens).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3600, scope: 'EVENTS_READ' });
    const { nodes } = await authorized(world, bob);
    expect(nodes).toMatchObject([{ appId: app.id, name: 'Calendar <b>', scopes: ['EVENTS_READ'], lastUsedAt: null }]);
    expect(await grantOf(world, tokens.access_token)).toEqual({
      ...{
        keyId: nodes[0]!.id,
        appId: app.id,
        grantId: expect.any(String) as string,
        userId: bob.id,
        username: bob.username,
        role: 'user',
      },
      ...{ permissions: bob.viewer.permissions, scopes: ['EVENTS_READ'], origins: [], networks: [], lastsMs: HOUR },
    });
    expect((await authorized(world, bob)).nodes[0]!.lastUsedAt).toBe(world.clock.now().toISOString());
    // A refresh token is no access token.
    expect(await grantOf(world, tokens.refresh_token)).toBeNull();
    const { notifications } = await world.run(bob.viewer, NotificationsDocument, {});
    expect(notifications.nodes.map(({ title }) => title)).toContain('An app may act for your account');
    const admin = await signUpAs(world, 'admin');
    const { accountEvents } = await world.run(admin.viewer, AccountEventsDocument, { userId: bob.id });
    expect(accountEvents.nodes.map(({ kind, detail }) => `${kind} ${detail ?? ''}`)).toContain('APP_AUTHORIZED Calendar <b>');
    // Neither codes nor tokens lie in rows.
    const rows = await world.db.pool.query<{ row: string }>(
      `SELECT row_to_json(t)::text AS row FROM app_tokens t UNION ALL SELECT row_to_json(c)::text FROM app_codes c UNION ALL SELECT row_to_json(i)::text FROM idempotency_keys i`,
    );
    const kept = rows.rows.map(({ row }) => row).join();
    for (const secret of [code, tokens.access_token.slice(9), tokens.refresh_token.slice(9)]) expect(kept).not.toContain(secret);
    world.clock.advance(HOUR);
    expect(await grantOf(world, tokens.access_token)).toBeNull();
  });

  it('tells of each consent, also of another copy of an app that is allowed already', async () => {
    const bob = await signUp(world);
    const admin = await signUpAs(world, 'admin');
    for (const copies of [1, 2]) {
      await allow(world, bob, requestOf(app, pkce().challenge, { scope: 'EVENTS_READ' }));
      const { accountEvents } = await world.run(admin.viewer, AccountEventsDocument, { userId: bob.id });
      expect(accountEvents.nodes.filter(({ kind }) => kind === 'APP_AUTHORIZED')).toHaveLength(copies);
    }
  });

  it('sends nobody to an address that is not the app’s own, and nobody anywhere by itself with what is wrong otherwise', async () => {
    const { challenge } = pkce();
    const asked = (more: Record<string, string | undefined>) => ask(world, 'authorize', { query: requestOf(app, challenge, more) });
    for (const wrong of [{ redirect_uri: 'https://evil.example/' }, { redirect_uri: `${CALLBACK}/more` }, { client_id: randomUUID() }]) {
      const { status, headers } = await asked(wrong);
      expect([status, headers!['location']]).toEqual([400, undefined]);
    }
    const twice = await ask(world, 'authorize', { query: `${requestOf(app, challenge)}&redirect_uri=https%3A%2F%2Fevil.example` });
    expect(twice.status).toBe(400);
    // A link back for a person, and no redirect: anybody can make an app, and send people elsewhere by our name.
    const error = async (more: Record<string, string>) => {
      const { status, headers, body } = await asked(more);
      const url = new URL(/<a href="([^"]*)"/.exec(String(body))![1]!.replaceAll('&#38;', '&'));
      return [status, headers!['location'], url.origin, url.searchParams.get('error'), url.searchParams.get('state')];
    };
    const there = [400, undefined, 'https://calendar.example.org'];
    expect(await error({ code_challenge_method: 'plain' })).toEqual([...there, 'invalid_request', 'xyz']);
    expect(await error({ code_challenge: 'short' })).toEqual([...there, 'invalid_request', 'xyz']);
    expect(await error({ response_type: 'token' })).toEqual([...there, 'unsupported_response_type', 'xyz']);
    expect(await error({ scope: 'EVENTS_READ CHAT_WRITE' })).toEqual([...there, 'invalid_scope', 'xyz']);
    // Any port of the person's own machine is good.
    expect((await asked({ redirect_uri: 'http://127.0.0.1:49152/back' })).status).toBe(200);
    expect((await asked({ redirect_uri: 'http://localhost:49152/back' })).status).toBe(400);
  });

  it('lets browsers go back to a machine of IPv6, which no policy can name', async () => {
    const own = await anApp(world, owner, { redirectUris: ['http://[::1]/back'] });
    const query = requestOf(own, pkce().challenge, { redirect_uri: 'http://[::1]:49152/back' });
    const { status, headers } = await ask(world, 'authorize', { query });
    expect([status, headers!['content-security-policy']]).toEqual([200, expect.stringContaining("form-action 'self' http:;") as string]);
  });

  it('has nothing at other paths, whatever they are called', async () => {
    for (const path of ['constructor', '__proto__', 'toString', 'elsewhere']) expect((await ask(world, path)).status).toBe(404);
  });

  it('takes no for an answer, a wrong password for none, and no form of another page', async () => {
    const bob = await signUp(world);
    const query = requestOf(app, pkce().challenge);
    const no = await ask(world, 'authorize', { form: { query, decision: 'deny' } });
    expect(new URL(no.headers!['location']!).searchParams.get('error')).toBe('access_denied');
    const wrong = await ask(world, 'authorize', { form: { query, username: bob.username, password: 'wrong', decision: 'allow' } });
    expect([wrong.status, String(wrong.body)]).toEqual([403, expect.stringContaining('no account with this name and this password')]);
    expect(String(wrong.body)).toContain(`value="${bob.username}"`);
    expect(String(wrong.body)).not.toContain('"wrong"');
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const form = { query, username: bob.username, password: PASSWORD, decision: 'allow' };
    expect((await ask(world, 'authorize', { form, headers })).status).toBe(400);
    expect((await authorized(world, bob)).totalCount).toBe(0);
  });

  it('slows down who guesses passwords there as a sign-in does', async () => {
    const bob = await signUp(world);
    const query = requestOf(app, pkce().challenge);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++)
      statuses.push(
        (await ask(world, 'authorize', { form: { query, username: bob.username, password: `guess ${n}` }, ip: '203.0.113.9' })).status,
      );
    expect(statuses.at(-1)).toBe(429);
    const good = { query, username: bob.username, password: PASSWORD, decision: 'allow' };
    expect((await ask(world, 'authorize', { form: good, ip: '203.0.113.9' })).status).toBe(429);
  });

  it('asks for the second factor of an account that has one', async () => {
    const { person, code } = await withApp(world);
    const query = requestOf(app, pkce().challenge);
    const first = await ask(world, 'authorize', { form: { query, username: person.username, password: PASSWORD, decision: 'allow' } });
    const [challenge, methods] = [hidden(first.body, 'challenge')!, hidden(first.body, 'methods')!];
    expect([first.status, challenge.length > 20, methods]).toEqual([200, true, expect.stringContaining('TOTP')]);
    expect((await authorized(world, person)).totalCount).toBe(0);
    const answer = (typed: string) => ask(world, 'authorize', { form: { query, challenge, methods, code: typed, decision: 'allow' } });
    const wrong = await answer('000000');
    expect([wrong.status, hidden(wrong.body, 'challenge')]).toEqual([403, challenge]);
    expect((await answer(code())).status).toBe(303);
    expect((await authorized(world, person)).totalCount).toBe(1);
    // Each is good once.
    expect((await answer(code())).status).toBe(403);
  });

  it('gives the next tokens for a refresh token; one that comes back ends them all', async () => {
    const bob = await signUp(world);
    const first = await tokensFor(world, bob, app);
    const narrow = await refresh(world, app, first.refresh_token, { scope: 'EVENTS_READ' });
    expect(narrow).toMatchObject({ status: 200, scope: 'EVENTS_READ' });
    expect(await grantOf(world, narrow.access_token)).toMatchObject({ scopes: ['EVENTS_READ'] });
    expect(await refresh(world, app, narrow.refresh_token, { scope: 'CHAT_WRITE' })).toMatchObject({ status: 400, error: 'invalid_scope' });
    const second = await refresh(world, app, narrow.refresh_token);
    expect(second.scope).toBe('EVENTS_READ ATTENDANCE_READ');
    const other = await anApp(world, owner);
    expect(await refresh(world, other, second.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await grantOf(world, second.access_token)).not.toBeNull();
    expect(await refresh(world, app, narrow.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await grantOf(world, second.access_token)).toBeNull();
    expect(await refresh(world, app, second.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    // The person has not taken anything back: another sign-in goes on.
    expect((await tokensFor(world, bob, app)).status).toBe(200);
  });

  it('ends what a code was exchanged for when the code comes back', async () => {
    const bob = await signUp(world);
    const form = await aCode(world, bob, app);
    const tokens = await call(world, app, 'token', form);
    expect(await grantOf(world, tokens.access_token)).not.toBeNull();
    expect(await call(world, app, 'token', form)).toMatchObject({ error: 'invalid_grant' });
    expect(await grantOf(world, tokens.access_token)).toBeNull();
  });

  it('takes a code for a minute, from the app, with its verifier and its address, in one try', async () => {
    const bob = await signUp(world);
    const other = await anApp(world, owner);
    const exchange = async (more: Record<string, string> = {}, by = app, waitMs = 0) => {
      const form = await aCode(world, bob, app);
      world.clock.advance(waitMs);
      const first = await call(world, by, 'token', { ...form, ...more });
      return [first.error, (await call(world, app, 'token', form)).error];
    };
    expect(await exchange({ code_verifier: pkce().verifier })).toEqual(['invalid_grant', 'invalid_grant']);
    expect(await exchange({ redirect_uri: 'http://127.0.0.1/back' })).toEqual(['invalid_grant', 'invalid_grant']);
    expect(await exchange({}, app, MINUTE)).toEqual(['invalid_grant', 'invalid_grant']);
    // Another app does not use it up.
    expect(await exchange({}, other)).toEqual(['invalid_grant', undefined]);
    const { code_verifier: _, ...without } = await aCode(world, bob, app);
    expect(await call(world, app, 'token', without)).toMatchObject({ error: 'invalid_request' });
    expect(await call(world, app, 'token', { grant_type: 'password' })).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('tells an app what a token of its own stands for, and takes it back from the app', async () => {
    const bob = await signUp(world);
    const other = await anApp(world, owner);
    const tokens = await tokensFor(world, bob, app);
    const look = (by: TestApp, token: string) => call<Record<string, unknown>>(world, by, 'introspect', { token });
    expect(await look(app, tokens.access_token)).toMatchObject({
      ...{ active: true, sub: bob.id, username: bob.username, client_id: app.id, iss: ISSUER, scope: 'EVENTS_READ ATTENDANCE_READ' },
      exp: Math.floor((world.clock.now().getTime() + HOUR) / 1000),
    });
    expect(await look(other, tokens.access_token)).toEqual({ active: false, status: 200 });
    expect(await call(world, other, 'revoke', { token: tokens.refresh_token })).toEqual({ status: 200 });
    expect(await look(app, tokens.refresh_token)).toMatchObject({ active: true });
    expect(await call(world, app, 'revoke', { token: tokens.refresh_token })).toEqual({ status: 200 });
    expect(await call(world, app, 'revoke', { token: 'unknown' })).toEqual({ status: 200 });
    expect(await look(app, tokens.access_token)).toEqual({ active: false, status: 200 });
    const bare = await anApp(world, owner, { isConfidential: false });
    expect(await look(bare, tokens.access_token)).toMatchObject({ error: 'unauthorized_client' });
  });

  it('is taken back by the person at once, everywhere, and asked for anew', async () => {
    const [bob, eve] = [await signUp(world), await signUp(world)];
    const form = await aCode(world, bob, app);
    const tokens = await tokensFor(world, bob, app);
    const { grantId } = (await grantOf(world, tokens.access_token))!;
    const lasts = async () => (await world.run(null, 'query ($id: ID!) { sessionLasts(id: $id) }', { id: grantId }))['sessionLasts'];
    expect(await lasts()).toBe(true);
    const pushed: string[] = [];
    await world.bus.listen('sessions.revoked', (payload) => void pushed.push((payload as { sessionId: string }).sessionId));
    expect((await revoke(world, eve, app.id)).__typename).toBe('NotFound');
    const { id } = (await authorized(world, bob)).nodes[0]!;
    expect(succeeded(await revoke(world, bob, app.id)).deletedId).toBe(id);
    expect(succeeded(await revoke(world, bob, app.id)).deletedId).toBe(id);
    expect([pushed, await lasts(), await grantOf(world, tokens.access_token)]).toEqual([[grantId], false, null]);
    expect(await refresh(world, app, tokens.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    // A code that was under way is worth nothing, also when they say yes again.
    expect(await call(world, app, 'token', form)).toMatchObject({ error: 'invalid_grant' });
    expect((await authorized(world, bob)).nodes).toEqual([]);
    await tokensFor(world, bob, app, { scope: 'EVENTS_READ' });
    expect(await call(world, app, 'token', form)).toMatchObject({ error: 'invalid_grant' });
    expect((await authorized(world, bob)).nodes).toMatchObject([{ scopes: ['EVENTS_READ'] }]);
  });

  it('ends with its person’s suspension, erasure and password by mail, and follows their role', async () => {
    const admin = await signUpAs(world, 'admin');
    const ada = await signUpAs(world, 'curator');
    const staff = await anApp(world, owner, { scopes: ['STAFF_READ'] });
    const ofAda = (await tokensFor(world, ada, staff)).access_token;
    const before = (await grantOf(world, ofAda))!;
    expect(before.role).toBe('curator');
    succeeded((await world.run(admin.viewer, SetUserRoleDocument, { input: { userId: ada.id, role: 'USER' } })).setUserRole);
    const after = (await grantOf(world, ofAda))!;
    expect([after.role, after.grantId === before.grantId]).toEqual(['user', false]);
    succeeded((await world.run(admin.viewer, SuspendUserDocument, { input: { userId: ada.id, reason: 'Spam.' } })).suspendUser);
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { suspendedAt: null } });
    expect(await grantOf(world, ofAda)).toBeNull();

    const bob = await signUp(world);
    const ofBob = (await tokensFor(world, bob, app)).access_token;
    await world.tell('user.erased', bob.id, { userId: bob.id, erasureId: randomUUID() } as never);
    expect(await grantOf(world, ofBob)).toBeNull();
    expect(await world.db.prisma.appAuthorization.count({ where: { userId: bob.id } })).toBe(0);

    const cy = await signUp(world);
    const ofCy = await tokensFor(world, cy, app);
    await world.run(null, RequestPasswordResetDocument, { input: { email: `${cy.username}@people.test` } });
    await world.subgraph.runJob('answer-password-requests');
    const token = await tokenIn(world, `${cy.username}@people.test`, 'reset-password');
    succeeded((await world.run(null, ResetPasswordDocument, { input: { token, newPassword: 'another lantern 43' } })).resetPassword);
    expect(await grantOf(world, ofCy.access_token)).toBeNull();
    expect(await refresh(world, app, ofCy.refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it('stops while the app’s owner is suspended, and goes with an owner who is erased', async () => {
    const [admin, maker, bob] = [await signUpAs(world, 'admin'), await signUp(world), await signUp(world)];
    const theirs = await anApp(world, maker);
    const tokens = await tokensFor(world, bob, theirs);
    const { grantId } = (await grantOf(world, tokens.access_token))!;
    const pushed: string[] = [];
    await world.bus.listen('sessions.revoked', (payload) => void pushed.push((payload as { sessionId: string }).sessionId));
    succeeded((await world.run(admin.viewer, SuspendUserDocument, { input: { userId: maker.id, reason: 'Spam.' } })).suspendUser);
    expect(pushed).toContain(grantId);
    expect(await grantOf(world, tokens.access_token)).toBeNull();
    expect(await refresh(world, theirs, tokens.refresh_token)).toMatchObject({ error: 'invalid_client' });
    expect((await ask(world, 'authorize', { query: requestOf(theirs, pkce().challenge) })).status).toBe(400);
    await world.db.prisma.user.update({ where: { id: maker.id }, data: { suspendedAt: null } });
    expect(await grantOf(world, tokens.access_token)).not.toBeNull();
    await world.tell('user.erased', maker.id, { userId: maker.id, erasureId: randomUUID() } as never);
    expect(await grantOf(world, tokens.access_token)).toBeNull();
    expect((await authorized(world, bob)).nodes).toEqual([]);
  });

  it('is refused to who may not sign in', async () => {
    const bob = await signUp(world);
    await world.db.prisma.user.update({ where: { id: bob.id }, data: { suspendedAt: world.clock.now() } });
    const form = { query: requestOf(app, pkce().challenge), username: bob.username, password: PASSWORD, decision: 'allow' };
    expect(await ask(world, 'authorize', { form })).toMatchObject({
      status: 403,
      body: expect.stringContaining('cannot be used') as string,
    });
  });

  it('has 20 copies that act for one person, of which one more ends the oldest', async () => {
    const bob = await signUp(world);
    const all: string[] = [];
    for (let n = 0; n < 21; n++) {
      all.push((await tokensFor(world, bob, app)).access_token);
      world.clock.advance(1_000);
    }
    const good = await Promise.all(all.map(async (token) => (await grantOf(world, token)) !== null));
    expect(good).toEqual([false, ...Array.from({ length: 20 }, () => true)]);
  });

  it('is forgotten 90 days after it ended', async () => {
    const later = await startWorld({ settings: { API_URL: ISSUER } });
    const [maker, bob] = [await signUp(later), await signUp(later)];
    const theirs = await anApp(later, maker);
    await tokensFor(later, bob, theirs);
    succeeded(await revoke(later, bob, theirs.id));
    later.clock.advance(91 * DAY);
    await later.subgraph.runJob('forget-old-sign-ins');
    const { appAuthorization, appGrant, appCode, appToken } = later.db.prisma;
    expect(await Promise.all([appAuthorization.count(), appGrant.count(), appCode.count(), appToken.count()])).toEqual([0, 0, 0, 0]);
  });
});
