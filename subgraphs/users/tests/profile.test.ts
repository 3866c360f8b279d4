import { connect, signUp, signUpAs, startWorld, type Person, type World } from './world';

const UPDATE = `mutation($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename
  ... on UpdateProfileSuccess { user { id displayName avatarUrl bio interests traits location { latitude longitude } } privacy { bio interests suggestible } }
  ... on UserError { code message } ... on InvalidInput { field } } }`;

describe('a profile', () => {
  let world: World;
  let person: Person;
  const update = async (input: Record<string, unknown>) => (await world.run(person.viewer, UPDATE, { input })).updateProfile;
  const told = async () => (await world.facts('user.updated')).filter((fact) => fact.userId === person.id);

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    person = await signUp(world);
  });

  it('is changed by its owner, and the others are told how it is now', async () => {
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
    expect((await update({ displayName: 'New' })).user).toMatchObject({
      bio: 'Here.',
      interests: ['film'],
      location: { latitude: 1, longitude: 2 },
    });
    expect((await update({ bio: null, interests: null, location: null, avatarUrl: null })).user).toMatchObject({
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
    expect((await update(input)).user.bio).toBe('Later.');
    expect((await update({ ...input, bio: 'Other.' })).__typename).toBe('KeyReused');
    expect((await told()).map((fact) => fact.version)).toEqual([1, 2, 3]);
  });

  it.each([
    [{ displayName: '' }, 'displayName'],
    [{ displayName: null }, 'displayName'],
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

  it('is not changed by a visitor', async () => {
    const answer = await world.execute(null, UPDATE, { input: { bio: 'x' } });
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });
});

describe('finding people', () => {
  let world: World;
  let viewer: Person;
  const search = async (query: string, page = '') =>
    (
      await world.run(
        viewer.viewer,
        `query($query: String!) { users(query: $query${page}) { nodes { username } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }`,
        { query },
      )
    ).users;
  const names = (found: { nodes: { username: string }[] }) => found.nodes.map((node) => node.username);

  beforeAll(async () => {
    world = await startWorld();
    viewer = await signUp(world, 'viewer');
    for (const name of ['lantern_a', 'lantern_b', 'lantern_c', 'odd_one']) await signUp(world, name);
    await world.run(
      (await signUp(world, 'lantern_shy')).viewer,
      'mutation { updateProfile(input: { privacy: { suggestible: false } }) { __typename } }',
    );
    await world.run(
      (await signUp(world, 'fourth')).viewer,
      'mutation { updateProfile(input: { displayName: "Lantern Maker" }) { __typename } }',
    );
  });

  it('goes by a part of the name or username, in the order of the username', async () => {
    expect(names(await search('antern'))).toEqual(['fourth', 'lantern_a', 'lantern_b', 'lantern_c']);
  });

  it('goes on page by page, forwards and backwards', async () => {
    const first = await search('LANTERN', ', first: 2');
    expect(names(first)).toEqual(['fourth', 'lantern_a']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await search('LANTERN', `, first: 2, after: "${first.pageInfo.endCursor}"`);
    expect(names(second)).toEqual(['lantern_b', 'lantern_c']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(names(await search('LANTERN', `, last: 1, before: "${second.pageInfo.startCursor}"`))).toEqual(['lantern_a']);
  });

  it('finds those who do not want to be suggested by their whole username only', async () => {
    expect(names(await search('lantern_sh'))).toEqual([]);
    expect(names(await search('Lantern_Shy'))).toEqual(['lantern_shy']);
  });

  it('takes wildcards for what they are', async () => {
    expect(names(await search('%%%'))).toEqual([]);
    expect(names(await search('n_a'))).toEqual(['lantern_a']);
    expect(names(await search('a\\b'))).toEqual([]);
  });

  it('refuses too short a text and foreign cursors', async () => {
    for (const call of ['query: "ab"', 'query: "abc", first: 101', 'query: "abc", after: "nonsense"']) {
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
  const ROLE =
    'mutation($input: SetUserRoleInput!) { setUserRole(input: $input) { __typename ... on SetUserRoleSuccess { role user { id } } ... on UserError { code } } }';
  const SUSPEND =
    'mutation($input: SuspendUserInput!) { suspendUser(input: $input) { __typename ... on SuspendUserSuccess { suspendedAt } ... on UserError { code } } }';
  const REINSTATE = 'mutation($input: ReinstateUserInput!) { reinstateUser(input: $input) { __typename } }';
  const me = async (person: Person) => (await world.run(person.viewer, '{ me { role user { id } } }')).me;

  beforeAll(async () => {
    world = await startWorld();
    admin = await signUpAs(world, 'admin', 'admin');
    moderator = await signUpAs(world, 'moderator', 'moderator');
    await world.bus.listen('sessions.revoked', (payload) => revoked.push(payload));
  });
  beforeEach(() => {
    revoked = [];
  });

  it('gives a role, which others are told and the next token carries', async () => {
    const person = await signUp(world);
    const { setUserRole } = await world.run(admin.viewer, ROLE, { input: { userId: person.id, role: 'CURATOR' } });
    expect(setUserRole).toEqual({ __typename: 'SetUserRoleSuccess', role: 'CURATOR', user: { id: person.id } });
    expect(await me(person)).toMatchObject({ role: 'CURATOR' });
    expect(revoked).toEqual([]);
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, role: 'curator', version: 2 });
  });

  it('takes a role away together with the sessions that claim it', async () => {
    const person = await signUpAs(world, 'curator');
    await world.run(admin.viewer, ROLE, { input: { userId: person.id, role: 'USER' } });
    expect(await me(person)).toBeNull();
    expect(revoked).toContainEqual({ sessionId: person.viewer.sessionId });
  });

  it('suspends somebody: sessions end, the profile is gone, until they are reinstated', async () => {
    const person = await signUp(world);
    const { suspendUser } = await world.run(moderator.viewer, SUSPEND, { input: { userId: person.id, reason: 'Spam.' } });
    expect(suspendUser).toEqual({ __typename: 'SuspendUserSuccess', suspendedAt: world.clock.now().toISOString() });
    expect(await me(person)).toBeNull();
    expect(revoked).toEqual([{ sessionId: person.viewer.sessionId }]);
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, active: false });
    const look = 'query($id: ID!) { user(id: $id) { id } }';
    expect((await world.run(null, look, { id: person.id })).user).toBeNull();
    expect((await world.run(moderator.viewer, look, { id: person.id })).user).toEqual({ id: person.id });

    await world.run(moderator.viewer, REINSTATE, { input: { userId: person.id } });
    expect((await world.run(null, look, { id: person.id })).user).toEqual({ id: person.id });
    expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: person.id, active: true, version: 3 });
  });

  it('changes nothing when it is in force already', async () => {
    const person = await signUp(world);
    for (let n = 0; n < 2; n++) await world.run(admin.viewer, SUSPEND, { input: { userId: person.id, reason: 'Spam.' } });
    expect((await world.facts('user.updated')).filter((fact) => fact.userId === person.id)).toHaveLength(2);
  });

  it('is for those who may', async () => {
    const [person, other] = [await signUp(world), await signUp(world)];
    const refused = await world.execute(person.viewer, SUSPEND, { input: { userId: other.id, reason: 'I do not like them.' } });
    expect(refused.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    const role = await world.execute(moderator.viewer, ROLE, { input: { userId: person.id, role: 'ADMIN' } });
    expect(role.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect((await world.run(moderator.viewer, SUSPEND, { input: { userId: admin.id, reason: 'Coup.' } })).suspendUser.__typename).toBe(
      'NotAllowed',
    );
    expect((await world.run(admin.viewer, ROLE, { input: { userId: admin.id, role: 'USER' } })).setUserRole.__typename).toBe('NotAllowed');
    const nobody = { userId: '00000000-0000-4000-8000-000000000000' };
    expect((await world.run(admin.viewer, SUSPEND, { input: { ...nobody, reason: 'Ghost.' } })).suspendUser.__typename).toBe('NotFound');
  });

  it('is not for an administrator whose session has ended, although the token is still good', async () => {
    const former = await signUpAs(world, 'admin');
    const person = await signUp(world);
    await world.run(former.viewer, 'mutation { logout { __typename } }');
    const answer = await world.execute(former.viewer, ROLE, { input: { userId: person.id, role: 'ADMIN' } });
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('a suspension and sign-ins at the same time leave no session alive', async () => {
    const person = await signUp(world);
    const login = `mutation { login(input: { emailOrUsername: "${person.username}", password: "lantern light 42" }) { __typename } }`;
    const signIns = Array.from({ length: 8 }, () => world.run(null, login));
    await Promise.all([...signIns, world.run(admin.viewer, SUSPEND, { input: { userId: person.id, reason: 'Spam.' } })]);
    expect(await world.db.prisma.session.count({ where: { userId: person.id, endedAt: null } })).toBe(0);
  });

  it('leaves connections as they are', async () => {
    const [a, b] = [await signUp(world), await signUp(world)];
    await connect(world, a, b);
    await world.run(a.viewer, 'mutation { updateProfile(input: { bio: "For friends.", privacy: { bio: FRIENDS } }) { __typename } }');
    await world.run(admin.viewer, SUSPEND, { input: { userId: a.id, reason: 'Spam.' } });
    await world.run(admin.viewer, REINSTATE, { input: { userId: a.id } });
    expect((await world.run(b.viewer, 'query($id: ID!) { user(id: $id) { bio } }', { id: a.id })).user).toEqual({ bio: 'For friends.' });
  });
});
