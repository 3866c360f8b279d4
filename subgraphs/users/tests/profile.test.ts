import {
  PersonDocument,
  ReinstateUserDocument,
  SearchPeopleDocument,
  SetUserRoleDocument,
  SuspendUserDocument,
  UpdateProfileDocument,
  type SearchPeopleQueryVariables,
  type SetUserRoleInput,
  type SuspendUserInput,
  type UpdateProfileInput,
} from './generated/documents';
import { connect, logIn, logOut, me, signUp, signUpAs, startWorld, succeeded, updateProfile, type Person, type World } from './world';

describe('a profile', () => {
  let world: World;
  let person: Person;
  const update = (input: UpdateProfileInput) => updateProfile(world, person, input);
  const updated = async (input: UpdateProfileInput) => succeeded(await update(input)).user;
  const told = async () => (await world.facts('user.updated')).filter((fact) => fact.userId === person.id);

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    person = await signUp(world);
  });

  it('is changed by its owner, and the others are told how it is now (U13, U17, U19)', async () => {
    const answer = await update({
      displayName: '  Ada   ',
      bio: 'Plays the viola.\r\nAlso chess.',
      interests: ['Music', 'film', 'music'],
      traits: ['curious'],
      location: { latitude: 43.65, longitude: -79.38 },
      activityLevel: 7.5,
      avatarUrl: 'https://images.test/ada.png',
      privacy: { bio: 'PUBLIC', suggestible: false },
    });
    expect(answer).toEqual({
      __typename: 'UpdateProfileSuccess',
      user: {
        id: person.id,
        displayName: 'Ada',
        avatarUrl: 'https://images.test/ada.png',
        bio: 'Plays the viola.\nAlso chess.',
        interests: ['Music', 'film'],
        traits: ['curious'],
        location: { latitude: 43.65, longitude: -79.38 },
      },
      privacy: { bio: 'PUBLIC', interests: 'PRIVATE', suggestible: false },
    });
    expect((await told()).at(-1)).toMatchObject({
      version: 2,
      displayName: 'Ada',
      interests: ['Music', 'film'],
      location: { latitude: 43.65, longitude: -79.38 },
      activityLevel: 7.5,
      privacy: { bio: 'PUBLIC', location: 'PRIVATE', suggestible: false },
    });
  });

  it('keeps what is not named, and loses what is named null', async () => {
    await update({ bio: 'Here.', interests: ['film'], location: { latitude: 1, longitude: 2 }, avatarUrl: 'https://images.test/a.png' });
    expect(await updated({ displayName: 'New' })).toMatchObject({
      bio: 'Here.',
      interests: ['film'],
      location: { latitude: 1, longitude: 2 },
    });
    expect(await updated({ bio: null, interests: null, location: null, avatarUrl: null })).toMatchObject({
      displayName: 'New',
      bio: null,
      interests: [],
      location: null,
      avatarUrl: null,
    });
  });

  it('is changed once for one key', async () => {
    const input = { bio: 'Once.', idempotencyKey: 'k' };
    await update(input);
    await update({ bio: 'Later.' });
    expect((await updated(input)).bio).toBe('Later.');
    expect((await update({ ...input, bio: 'Other.' })).__typename).toBe('KeyReused');
    expect((await told()).map((fact) => fact.version)).toEqual([1, 2, 3]);
  });

  it.each([
    [{ displayName: '' }, 'displayName'],
    [{ displayName: 'x'.repeat(81) }, 'displayName'],
    [{ displayName: 'a\u0000b' }, 'displayName'],
    [{ bio: 'x'.repeat(1001) }, 'bio'],
    [{ interests: Array.from({ length: 31 }, (_, n) => `i${n}`) }, 'interests'],
    [{ interests: ['film', ''] }, 'interests.1'],
    [{ location: { latitude: 91, longitude: 0 } }, 'location.latitude'],
    [{ location: { latitude: 0, longitude: -181 } }, 'location.longitude'],
    [{ activityLevel: 11 }, 'activityLevel'],
    [{ idempotencyKey: '' }, 'idempotencyKey'],
  ])('refuses %j', async (input, field) => {
    expect(await update(input)).toMatchObject({ __typename: 'InvalidInput', field });
    expect(await told()).toHaveLength(1);
  });

  it('is not changed by a visitor (U51)', async () => {
    await expect(world.run(null, UpdateProfileDocument, { input: { bio: 'x' } })).rejects.toThrow('UNAUTHENTICATED');
  });

  it('takes many changes of one person at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `Ada ${n}`);
    const outcomes = await Promise.all(names.map((displayName) => update({ displayName })));
    expect(new Set(outcomes.map(({ __typename }) => __typename))).toEqual(new Set(['UpdateProfileSuccess']));
    expect((await told()).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('finding people', () => {
  let world: World;
  let viewer: Person;
  const search = async (query: string, page: Omit<SearchPeopleQueryVariables, 'query'> = {}) =>
    (await world.run(viewer.viewer, SearchPeopleDocument, { query, ...page })).users;
  const names = (found: { nodes: { username: string }[] }) => found.nodes.map((node) => node.username);

  beforeAll(async () => {
    world = await startWorld();
    viewer = await signUp(world, 'viewer');
    for (const name of ['lantern_a', 'lantern_b', 'lantern_c', 'odd_one']) await signUp(world, name);
    await updateProfile(world, await signUp(world, 'lantern_shy'), { privacy: { suggestible: false } });
    await updateProfile(world, await signUp(world, 'fourth'), { displayName: 'Lantern Maker' });
  });

  it('goes by a part of the name or username, in the order of the username', async () => {
    expect(names(await search('antern'))).toEqual(['fourth', 'lantern_a', 'lantern_b', 'lantern_c']);
  });

  it('begins with who has a word that begins so', async () => {
    await signUp(world, 'magic_lantern');
    await signUp(world, 'alanternist');
    expect(names(await search('lanter'))).toEqual(['fourth', 'lantern_a', 'lantern_b', 'lantern_c', 'magic_lantern', 'alanternist']);
    await world.db.prisma.user.deleteMany({ where: { username: { in: ['magic_lantern', 'alanternist'] } } });
  });

  it('goes on page by page, forwards and backwards', async () => {
    const first = await search('LANTERN', { first: 2 });
    expect(names(first)).toEqual(['fourth', 'lantern_a']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await search('LANTERN', { first: 2, after: first.pageInfo.endCursor });
    expect(names(second)).toEqual(['lantern_b', 'lantern_c']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(names(await search('LANTERN', { last: 1, before: second.pageInfo.startCursor }))).toEqual(['lantern_a']);
  });

  it('finds those who do not want to be suggested by their whole username only (U59)', async () => {
    expect(names(await search('lantern_sh'))).toEqual([]);
    expect(names(await search('Lantern_Shy'))).toEqual(['lantern_shy']);
  });

  it('takes wildcards for what they are', async () => {
    expect(names(await search('%%%'))).toEqual([]);
    expect(names(await search('n_a'))).toEqual(['lantern_a']);
    expect(names(await search('a\\b'))).toEqual([]);
  });

  it('refuses too short a text and foreign cursors', async () => {
    for (const call of ['query: "a"', 'query: "abc", first: 101', 'query: "abc", after: "nonsense"']) {
      const answer = await world.execute(viewer.viewer, `{ users(${call}) { nodes { id } } }`);
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    }
  });

  it('is for people who are signed in', async () => {
    const answer = await world.execute(null, '{ users(query: "lantern") { nodes { id } } }');
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });
});

describe('deciding about accounts', () => {
  let world: World;
  let admin: Person;
  let moderator: Person;
  let revoked: unknown[];
  const setRole = async (by: Person, input: SetUserRoleInput) => (await world.run(by.viewer, SetUserRoleDocument, { input })).setUserRole;
  const suspend = async (by: Person, input: SuspendUserInput) => (await world.run(by.viewer, SuspendUserDocument, { input })).suspendUser;
  const reinstate = (by: Person, userId: string) => world.run(by.viewer, ReinstateUserDocument, { input: { userId } });
  const look = async (by: Person | null, id: string) => (await world.run(by?.viewer ?? null, PersonDocument, { id })).user;

  beforeAll(async () => {
    world = await startWorld();
    admin = await signUpAs(world, 'admin', 'chief');
    moderator = await signUpAs(world, 'moderator', 'warden');
    await world.bus.listen('sessions.revoked', (payload) => revoked.push(payload));
  });
  beforeEach(() => {
    revoked = [];
  });

  it('gives a role, which others are told and the next token carries (U48)', async () => {
    const person = await signUp(world);
    expect(await setRole(admin, { userId: person.id, role: 'CURATOR' })).toEqual({
      __typename: 'SetUserRoleSuccess',
      role: 'CURATOR',
      user: { id: person.id },
    });
    expect(await me(world, person)).toMatchObject({ role: 'CURATOR' });
    expect(revoked).toEqual([]);
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, role: 'curator', version: 2 });
  });

  it('takes a role away together with the sessions that claim it', async () => {
    const person = await signUpAs(world, 'curator');
    await setRole(admin, { userId: person.id, role: 'USER' });
    expect(await me(world, person)).toBeNull();
    expect(revoked).toContainEqual({ sessionId: person.viewer.sessionId });
  });

  it('suspends somebody: sessions end, the profile is gone, until they are reinstated', async () => {
    const person = await signUp(world);
    const suspendedAt = world.clock.now().toISOString();
    expect(await suspend(moderator, { userId: person.id, reason: 'Spam.' })).toEqual({ __typename: 'SuspendUserSuccess', suspendedAt });
    expect(await me(world, person)).toBeNull();
    expect(revoked).toEqual([{ sessionId: person.viewer.sessionId }]);
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, active: false });
    expect(await look(null, person.id)).toBeNull();
    expect(await look(moderator, person.id)).toMatchObject({ id: person.id });

    await reinstate(moderator, person.id);
    expect(await look(null, person.id)).toMatchObject({ id: person.id });
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, active: true, version: 3 });
  });

  it('changes nothing when it is in force already', async () => {
    const person = await signUp(world);
    for (let n = 0; n < 2; n++) await suspend(admin, { userId: person.id, reason: 'Spam.' });
    expect((await world.facts('user.updated')).filter((fact) => fact.userId === person.id)).toHaveLength(2);
  });

  it('is for those who may (U49, U50)', async () => {
    const [person, other] = [await signUp(world), await signUp(world)];
    await expect(suspend(person, { userId: other.id, reason: 'I do not like them.' })).rejects.toThrow('FORBIDDEN');
    await expect(setRole(moderator, { userId: person.id, role: 'ADMIN' })).rejects.toThrow('FORBIDDEN');
    expect((await suspend(moderator, { userId: admin.id, reason: 'Coup.' })).__typename).toBe('NotAllowed');
    expect((await setRole(admin, { userId: admin.id, role: 'USER' })).__typename).toBe('NotAllowed');
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect((await suspend(admin, { userId: nobody, reason: 'Ghost.' })).__typename).toBe('NotFound');
  });

  it('is not for an administrator whose session has ended, although the token is still good', async () => {
    const former = await signUpAs(world, 'admin');
    const person = await signUp(world);
    await logOut(world, former);
    await expect(setRole(former, { userId: person.id, role: 'ADMIN' })).rejects.toThrow('UNAUTHENTICATED');
  });

  it('a suspension and sign-ins at the same time leave no session alive', async () => {
    const person = await signUp(world);
    const signIns = Array.from({ length: 8 }, () => logIn(world, person.username).catch(() => 'refused'));
    await Promise.all([...signIns, suspend(admin, { userId: person.id, reason: 'Spam.' })]);
    expect(await world.db.prisma.session.count({ where: { userId: person.id, endedAt: null } })).toBe(0);
  });

  it('turns a suspended person away, also while the access token is still good', async () => {
    const person = await signUp(world);
    await suspend(admin, { userId: person.id, reason: 'Spam.' });
    expect(await updateProfile(world, person, { bio: 'Buy!' })).toMatchObject({ __typename: 'NotAllowed', code: 'FORBIDDEN' });
    // Signing out is open to everybody, and their session is over already.
    expect(await logOut(world, person)).toEqual({ __typename: 'LogoutSuccess', deletedId: person.viewer.sessionId });
  });

  it('finds a person by an id in capitals', async () => {
    const person = await signUp(world);
    expect((await suspend(admin, { userId: person.id.toUpperCase(), reason: 'Spam.' })).__typename).toBe('SuspendUserSuccess');
  });

  it('leaves connections as they are', async () => {
    const [a, b] = [await signUp(world), await signUp(world)];
    await connect(world, a, b);
    await updateProfile(world, a, { bio: 'For friends.', privacy: { bio: 'FRIENDS' } });
    await suspend(admin, { userId: a.id, reason: 'Spam.' });
    await reinstate(admin, a.id);
    expect(await look(b, a.id)).toMatchObject({ bio: 'For friends.' });
  });
});
