import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { logIn, PASSWORD, personOf, REFRESH, signUp, startUsers, type Person, type World } from './world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const jwks = (world: World) => world.subgraph.resources!['/.well-known/jwks.json']!() as Promise<JSONWebKeySet>;
const refresh = async (world: World, refreshToken: string) => (await world.run(null, REFRESH, { input: { refreshToken } })).refreshSession;
const me = async (world: World, person: Person) => (await world.run(person.viewer, '{ me { user { id } } }')).me;

describe('an access token', () => {
  it('is an Ed25519 JWT that anybody can check with the published keys', async () => {
    const world = await startUsers({ TOKEN_ISSUER: 'https://id.example', TOKEN_AUDIENCE: 'the-api' });
    const person = await signUp(world, 'ada');
    expect(decodeProtectedHeader(person.accessToken)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) });
    const { payload } = await jwtVerify(person.accessToken, createLocalJWKSet(await jwks(world)), {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer: 'https://id.example',
      audience: 'the-api',
      currentDate: world.clock.now(),
    });
    const now = world.clock.now().getTime() / 1000;
    expect(payload).toEqual({
      sub: person.id,
      username: 'ada',
      role: 'user',
      permissions: ['create:event', 'create:review', 'flag:event'],
      sessionId: person.viewer.sessionId,
      iss: 'https://id.example',
      aud: 'the-api',
      iat: now,
      exp: now + 15 * 60,
    });
  });
});

describe('the answer to a sign-in', () => {
  it('shows all that belongs to the person, although a visitor asked', async () => {
    const world = await startUsers();
    const person = await signUp(world, 'ada');
    await world.run(person.viewer, 'mutation { updateProfile(input: { bio: "Plays the viola." }) { __typename } }');
    world.clock.advance(MINUTE);
    const viewer =
      'viewer { email role privacy { bio } user { bio } unreadNotificationCount notificationPreferences { enabled } session { id current } sessions { current } }';
    const { login } = await world.run(
      null,
      `mutation { login(input: { emailOrUsername: "ada", password: "${PASSWORD}" }) { ... on LoginSuccess { ${viewer} } } }`,
    );
    expect(login.viewer).toMatchObject({
      email: 'ada@people.test',
      role: 'USER',
      privacy: { bio: 'PRIVATE' },
      user: { bio: 'Plays the viola.' },
      unreadNotificationCount: 0,
      session: { current: true },
      sessions: [{ current: true }, { current: false }],
    });
    const refresh = `mutation { refreshSession(input: { refreshToken: "${person.refreshToken}" }) { ... on RefreshSessionSuccess { ${viewer} } } }`;
    const { refreshSession } = await world.run(null, refresh);
    expect(refreshSession.viewer).toMatchObject({
      user: { bio: 'Plays the viola.' },
      session: { id: person.viewer.sessionId, current: true },
    });
  });
});

describe('refreshing a session', () => {
  let world: World;
  beforeEach(async () => {
    world = await startUsers();
  });

  it('answers a new pair and carries the role of today', async () => {
    const person = await signUp(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { role: 'curator' } });
    const next = personOf(await refresh(world, person.refreshToken));
    expect(next.refreshToken).not.toBe(person.refreshToken);
    expect(next.viewer).toMatchObject({ id: person.id, sessionId: person.viewer.sessionId, role: 'curator' });
    expect(next.viewer.permissions).toContain('review:event');
  });

  it('keeps no token in the database', async () => {
    const person = await signUp(world);
    const next = await refresh(world, person.refreshToken);
    const rows = await world.db.pool.query(
      `SELECT row_to_json(t)::text AS row FROM refresh_tokens t UNION ALL SELECT row_to_json(s)::text FROM sessions s UNION ALL SELECT row_to_json(i)::text FROM idempotency_keys i`,
    );
    expect(rows.rowCount).toBeGreaterThan(2);
    for (const token of [person.refreshToken, next.session.refreshToken]) expect(JSON.stringify(rows.rows)).not.toContain(token);
  });

  it('answers the same successor again within 10 s, for a client that lost the answer', async () => {
    const person = await signUp(world);
    const first = await refresh(world, person.refreshToken);
    world.clock.advance(10 * SECOND);
    const second = await refresh(world, person.refreshToken);
    expect(second.session.refreshToken).toBe(first.session.refreshToken);
    expect((await refresh(world, first.session.refreshToken)).__typename).toBe('RefreshSessionSuccess');
  });

  it('ends the whole session when a spent token comes back after the grace', async () => {
    const person = await signUp(world);
    const revoked: unknown[] = [];
    await world.bus.listen('sessions.revoked', (payload) => revoked.push(payload));
    const next = await refresh(world, person.refreshToken);
    world.clock.advance(10 * SECOND + 1);
    expect(await refresh(world, person.refreshToken)).toMatchObject({ __typename: 'RefreshTokenReused', code: 'UNAUTHENTICATED' });
    expect(revoked).toEqual([{ sessionId: person.viewer.sessionId }]);
    for (const token of [person.refreshToken, next.session.refreshToken]) {
      expect((await refresh(world, token)).__typename).toBe('InvalidRefreshToken');
    }
    expect(await me(world, person)).toBeNull();
  });

  it('gives no grace to a token before the last one, however recent', async () => {
    const person = await signUp(world);
    const second = await refresh(world, person.refreshToken);
    await refresh(world, second.session.refreshToken);
    expect((await refresh(world, person.refreshToken)).__typename).toBe('RefreshTokenReused');
    expect((await refresh(world, second.session.refreshToken)).__typename).toBe('InvalidRefreshToken');
  });

  it('leaves the other sessions of the person alone', async () => {
    const person = await signUp(world);
    const other = await logIn(world, person.username);
    await refresh(world, person.refreshToken);
    world.clock.advance(MINUTE);
    expect((await refresh(world, person.refreshToken)).__typename).toBe('RefreshTokenReused');
    expect((await refresh(world, other.refreshToken)).__typename).toBe('RefreshSessionSuccess');
  });

  it('is refused after 7 days without it, and after 90 days in any case', async () => {
    const idle = await signUp(world);
    let busy = (await logIn(world, idle.username)).refreshToken;
    for (let week = 0; week < 15; week++) {
      world.clock.advance(6 * DAY);
      const answer = await refresh(world, busy);
      if (week === 0) expect((await world.run(idle.viewer, '{ me { user { id } } }')).me).not.toBeNull();
      if (week === 1) expect((await refresh(world, idle.refreshToken)).__typename).toBe('InvalidRefreshToken');
      if (week === 14) expect(answer.__typename).toBe('InvalidRefreshToken');
      else busy = answer.session.refreshToken;
    }
  });

  it.each(['', 'nonsense', 'A'.repeat(43), `${'A'.repeat(42)}\u0000`])('refuses %j', async (token) => {
    expect((await refresh(world, token)).__typename).toBe('InvalidRefreshToken');
  });
});

describe('ending sessions', () => {
  let world: World;
  let revoked: unknown[];
  beforeAll(async () => {
    world = await startUsers();
    await world.bus.listen('sessions.revoked', (payload) => revoked.push(payload));
  });
  beforeEach(() => {
    revoked = [];
  });
  const END =
    'mutation($input: EndSessionInput!) { endSession(input: $input) { __typename ... on EndSessionSuccess { endedSessionId } ... on UserError { code } } }';

  it('signs out at once and tells the gateways; a second time changes nothing', async () => {
    const person = await signUp(world);
    const LOGOUT = 'mutation { logout { __typename ... on LogoutSuccess { endedSessionId } } }';
    const expected = { __typename: 'LogoutSuccess', endedSessionId: person.viewer.sessionId };
    expect((await world.run(person.viewer, LOGOUT)).logout).toEqual(expected);
    expect(await me(world, person)).toBeNull();
    expect((await refresh(world, person.refreshToken)).__typename).toBe('InvalidRefreshToken');
    expect((await world.run(person.viewer, LOGOUT)).logout).toEqual(expected);
    expect(revoked).toEqual([{ sessionId: person.viewer.sessionId }]);
  });

  it('lists where somebody is signed in, the newest first, and ends one of them', async () => {
    const laptop = await signUp(world);
    world.clock.advance(MINUTE);
    const phone = await logIn(world, laptop.username);
    const query = '{ me { session { id } sessions { id current createdAt expiresAt } } }';
    const { me: seen } = await world.run(phone.viewer, query);
    expect(seen.session.id).toBe(phone.viewer.sessionId);
    expect(seen.sessions.map((session: { id: string; current: boolean }) => [session.id, session.current])).toEqual([
      [phone.viewer.sessionId, true],
      [laptop.viewer.sessionId, false],
    ]);
    const input = { input: { sessionId: laptop.viewer.sessionId } };
    expect((await world.run(phone.viewer, END, input)).endSession).toEqual({
      __typename: 'EndSessionSuccess',
      endedSessionId: laptop.viewer.sessionId,
    });
    expect((await world.run(phone.viewer, query)).me.sessions).toHaveLength(1);
    expect(revoked).toEqual([{ sessionId: laptop.viewer.sessionId }]);
  });

  it("does not end, and does not show, another person's session", async () => {
    const [person, stranger] = [await signUp(world), await signUp(world)];
    const { endSession } = await world.run(stranger.viewer, END, { input: { sessionId: person.viewer.sessionId } });
    expect(endSession).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
    expect(await me(world, person)).not.toBeNull();
    expect(revoked).toEqual([]);
  });

  it('ends all but this one, or all', async () => {
    const END_ALL =
      'mutation($input: EndAllSessionsInput!) { endAllSessions(input: $input) { ... on EndAllSessionsSuccess { endedSessionIds } } }';
    const first = await signUp(world);
    const second = await logIn(world, first.username);
    expect((await world.run(second.viewer, END_ALL, { input: {} })).endAllSessions.endedSessionIds).toEqual([first.viewer.sessionId]);
    expect(await me(world, second)).not.toBeNull();
    expect((await world.run(second.viewer, END_ALL, { input: { keepCurrent: false } })).endAllSessions.endedSessionIds).toEqual([
      second.viewer.sessionId,
    ]);
    expect(await me(world, second)).toBeNull();
  });
});
