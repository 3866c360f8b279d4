import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import {
  EndAllSessionsDocument,
  EndSessionDocument,
  RefreshSessionDocument,
  SessionsDocument,
  type EndAllSessionsInput,
  type SessionsQueryVariables,
} from './generated/documents';
import { logIn, logOut, me, PASSWORD, personOf, signUp, startWorld, succeeded, updateProfile, type Person, type World } from './world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const jwks = (world: World) => world.subgraph.resources!['/.well-known/jwks.json']!() as Promise<JSONWebKeySet>;
const refresh = async (world: World, refreshToken: string) =>
  (await world.run(null, RefreshSessionDocument, { input: { refreshToken } })).refreshSession;
const next = async (world: World, refreshToken: string) => personOf(await refresh(world, refreshToken));

describe('an access token', () => {
  it('is an Ed25519 JWT that anybody can check with the published keys (U34, U37, U52)', async () => {
    const world = await startWorld({ settings: { TOKEN_ISSUER: 'https://id.example', TOKEN_AUDIENCE: 'the-api' } });
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
    const world = await startWorld();
    const person = await signUp(world, 'ada');
    await updateProfile(world, person, { bio: 'Plays the viola.' });
    world.clock.advance(MINUTE);
    const viewer =
      'viewer { email role privacy { bio } user { bio } unreadNotificationCount notificationPreferences { enabled } session { id current } sessions { nodes { current } } }';
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
      sessions: { nodes: [{ current: true }, { current: false }] },
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
    world = await startWorld();
  });

  it('answers a new pair and carries the role of today (U25)', async () => {
    const person = await signUp(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { role: 'curator' } });
    const later = await next(world, person.refreshToken);
    expect(later.refreshToken).not.toBe(person.refreshToken);
    expect(later.viewer).toMatchObject({ id: person.id, sessionId: person.viewer.sessionId, role: 'curator' });
    expect(later.viewer.permissions).toContain('review:event');
  });

  it('keeps no token in the database (U38)', async () => {
    const person = await signUp(world);
    const later = await next(world, person.refreshToken);
    const rows = await world.db.pool.query(
      `SELECT row_to_json(t)::text AS row FROM refresh_tokens t UNION ALL SELECT row_to_json(s)::text FROM sessions s UNION ALL SELECT row_to_json(i)::text FROM idempotency_keys i`,
    );
    expect(rows.rowCount).toBeGreaterThan(2);
    for (const token of [person.refreshToken, later.refreshToken]) expect(JSON.stringify(rows.rows)).not.toContain(token);
  });

  it('answers the same successor again within 10 s, for a client that lost the answer', async () => {
    const person = await signUp(world);
    const first = await next(world, person.refreshToken);
    world.clock.advance(10 * SECOND);
    const second = await next(world, person.refreshToken);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect((await refresh(world, first.refreshToken)).__typename).toBe('RefreshSessionSuccess');
  });

  it('ends the whole session when a spent token comes back after the grace', async () => {
    const person = await signUp(world);
    const revoked: unknown[] = [];
    await world.bus.listen('sessions.revoked', (payload) => revoked.push(payload));
    const later = await next(world, person.refreshToken);
    world.clock.advance(10 * SECOND + 1);
    expect(await refresh(world, person.refreshToken)).toMatchObject({ __typename: 'RefreshTokenReused', code: 'UNAUTHENTICATED' });
    expect(revoked).toEqual([{ sessionId: person.viewer.sessionId }]);
    for (const token of [person.refreshToken, later.refreshToken]) {
      expect((await refresh(world, token)).__typename).toBe('InvalidRefreshToken');
    }
    expect(await me(world, person)).toBeNull();
  });

  it('gives no grace to a token before the last one, however recent', async () => {
    const person = await signUp(world);
    const second = await next(world, person.refreshToken);
    await refresh(world, second.refreshToken);
    expect((await refresh(world, person.refreshToken)).__typename).toBe('RefreshTokenReused');
    expect((await refresh(world, second.refreshToken)).__typename).toBe('InvalidRefreshToken');
  });

  it('leaves the other sessions of the person alone', async () => {
    const person = await signUp(world);
    const other = await logIn(world, person.username);
    await refresh(world, person.refreshToken);
    world.clock.advance(MINUTE);
    expect((await refresh(world, person.refreshToken)).__typename).toBe('RefreshTokenReused');
    expect((await refresh(world, other.refreshToken)).__typename).toBe('RefreshSessionSuccess');
  });

  it('is refused after 7 days without it, and after 90 days in any case (U35)', async () => {
    const idle = await signUp(world);
    let busy = (await logIn(world, idle.username)).refreshToken;
    for (let week = 0; week < 15; week++) {
      world.clock.advance(6 * DAY);
      const answer = await refresh(world, busy);
      if (week === 0) expect(await me(world, idle)).not.toBeNull();
      if (week === 1) expect((await refresh(world, idle.refreshToken)).__typename).toBe('InvalidRefreshToken');
      if (week === 14) expect(answer.__typename).toBe('InvalidRefreshToken');
      else busy = personOf(answer).refreshToken;
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
    world = await startWorld();
    await world.bus.listen('sessions.revoked', (payload) => revoked.push(payload));
  });
  beforeEach(() => {
    revoked = [];
  });
  const end = async (person: Person, sessionId: string) =>
    (await world.run(person.viewer, EndSessionDocument, { input: { sessionId } })).endSession;
  const endAll = async (person: Person, input: EndAllSessionsInput) =>
    succeeded((await world.run(person.viewer, EndAllSessionsDocument, { input })).endAllSessions).deletedIds;

  it('signs out at once and tells the gateways; a second time changes nothing (U26)', async () => {
    const person = await signUp(world);
    const expected = { __typename: 'LogoutSuccess', deletedId: person.viewer.sessionId };
    expect(await logOut(world, person)).toEqual(expected);
    expect(await me(world, person)).toBeNull();
    expect((await refresh(world, person.refreshToken)).__typename).toBe('InvalidRefreshToken');
    expect(await logOut(world, person)).toEqual(expected);
    expect(revoked).toEqual([{ sessionId: person.viewer.sessionId }]);
  });

  it('lists where somebody is signed in, the newest first, and ends one of them (U40)', async () => {
    const laptop = await signUp(world);
    world.clock.advance(MINUTE);
    const phone = await logIn(world, laptop.username);
    const list = async () => (await world.run(phone.viewer, SessionsDocument, {})).me!;
    const { session, sessions } = await list();
    expect(session.id).toBe(phone.viewer.sessionId);
    expect(sessions.totalCount).toBe(2);
    expect(sessions.nodes.map(({ id, current }) => [id, current])).toEqual([
      [phone.viewer.sessionId, true],
      [laptop.viewer.sessionId, false],
    ]);
    expect(await end(phone, laptop.viewer.sessionId)).toEqual({ __typename: 'EndSessionSuccess', deletedId: laptop.viewer.sessionId });
    expect((await list()).sessions.nodes).toHaveLength(1);
    expect(revoked).toEqual([{ sessionId: laptop.viewer.sessionId }]);
  });

  it("does not end, and does not show, another person's session", async () => {
    const [person, stranger] = [await signUp(world), await signUp(world)];
    expect(await end(stranger, person.viewer.sessionId)).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
    expect(await me(world, person)).not.toBeNull();
    expect(revoked).toEqual([]);
  });

  it('ends all but this one, or all', async () => {
    const first = await signUp(world);
    const second = await logIn(world, first.username);
    expect(await endAll(second, {})).toEqual([first.viewer.sessionId]);
    expect(await me(world, second)).not.toBeNull();
    expect(await endAll(second, { keepCurrent: false })).toEqual([second.viewer.sessionId]);
    expect(await me(world, second)).toBeNull();
  });

  it('lists sessions page by page, both ways', async () => {
    const first = await signUp(world);
    const ids = [first.viewer.sessionId];
    for (let n = 0; n < 4; n++) {
      world.clock.advance(MINUTE);
      ids.unshift((await logIn(world, first.username)).viewer.sessionId);
    }
    const page = async (variables: SessionsQueryVariables) => (await world.run(first.viewer, SessionsDocument, variables)).me!.sessions;
    const start = await page({ first: 3 });
    const end = await page({ first: 3, after: start.pageInfo.endCursor });
    expect([...start.nodes, ...end.nodes].map(({ id }) => id)).toEqual(ids);
    expect([start.totalCount, start.pageInfo.hasNextPage, end.pageInfo.hasNextPage]).toEqual([5, true, false]);
    const back = await page({ last: 2, before: end.pageInfo.startCursor });
    expect(back.nodes.map(({ id }) => id)).toEqual(ids.slice(1, 3));
  });

  it('ends what a key stands for once, and refuses the key for something else', async () => {
    const person = await signUp(world);
    const [one, other] = [await logIn(world, person.username), await logIn(world, person.username)];
    const endWith = async (sessionId: string) =>
      (await world.run(person.viewer, EndSessionDocument, { input: { sessionId, idempotencyKey: 'k' } })).endSession.__typename;
    expect(await endWith(one.viewer.sessionId)).toBe('EndSessionSuccess');
    expect(await endWith(one.viewer.sessionId.toUpperCase())).toBe('EndSessionSuccess');
    expect(await endWith(other.viewer.sessionId)).toBe('KeyReused');
    expect(await me(world, other)).not.toBeNull();
  });
});
