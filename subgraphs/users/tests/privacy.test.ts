import type { Viewer } from '@marquee/platform';
import type { Visibility } from '@marquee/schema/topics';
import { CreateOrganizationDocument } from './generated/documents';
import { connect, signUp, signUpAs, startWorld, updateProfile, type Person, type World } from './world';

const GATED = 'bio interests traits location { latitude longitude }';
const NOTHING = { bio: null, interests: null, traits: null, location: null };
const EVERYTHING = {
  bio: 'Plays the viola.',
  interests: ['music', 'film'],
  traits: ['curious'],
  location: { latitude: 43.65, longitude: -79.38 },
};

/** Every way to reach somebody's profile; each answers the selection, or null where the way itself is closed. */
const PATHS: Record<string, (world: World, viewer: Viewer | null, person: Person, selection: string) => Promise<unknown>> = {
  'user(id)': async (world, viewer, { id }, selection) =>
    (await world.run(viewer, `query($id: ID!) { user(id: $id) { ${selection} } }`, { id })).user,
  userByUsername: async (world, viewer, { username }, selection) =>
    (await world.run(viewer, `query($username: String!) { userByUsername(username: $username) { ${selection} } }`, { username }))
      .userByUsername,
  _entities: async (world, viewer, { id }, selection) =>
    (await world.entity(viewer, { __typename: 'User', id }, `{ ${selection} }`)).data!._entities[0],
  users: async (world, viewer, { username }, selection) =>
    viewer &&
    (
      await world.run(viewer, `query($query: String!) { users(query: $query) { nodes { username ${selection} } } }`, { query: username })
    ).users.nodes
      .filter((node: { username: string }) => node.username === username)
      .map(({ username: _username, ...rest }: Record<string, unknown>) => rest)[0],
};

describe('who sees what of a profile', () => {
  let world: World;
  let owner: Person;
  let friend: Person;
  let colleague: Person;
  let stranger: Person;
  let moderator: Person;
  const show = (setting: Visibility) =>
    updateProfile(world, owner, { ...EVERYTHING, privacy: { bio: setting, interests: setting, location: setting } });

  beforeAll(async () => {
    world = await startWorld();
    owner = await signUp(world, 'owner');
    friend = await signUp(world, 'friend');
    colleague = await signUp(world, 'colleague');
    stranger = await signUp(world, 'stranger');
    moderator = await signUpAs(world, 'admin', 'warden');
    await connect(world, friend, owner);
    await connect(world, owner, colleague, { type: 'PROFESSIONAL' });
  });

  it('is private at first (U54, U58)', async () => {
    await updateProfile(world, owner, EVERYTHING);
    expect(await PATHS['user(id)']!(world, friend.viewer, owner, GATED)).toEqual(NOTHING);
  });

  describe.each(Object.entries(PATHS))('by %s', (path, ask) => {
    it.each<[Visibility, Record<string, unknown>]>([
      ['PRIVATE', { owner: EVERYTHING, friend: NOTHING, colleague: NOTHING, stranger: NOTHING, moderator: NOTHING, visitor: NOTHING }],
      ['FRIENDS', { owner: EVERYTHING, friend: EVERYTHING, colleague: NOTHING, stranger: NOTHING, moderator: NOTHING, visitor: NOTHING }],
      [
        'PUBLIC',
        { owner: EVERYTHING, friend: EVERYTHING, colleague: EVERYTHING, stranger: EVERYTHING, moderator: EVERYTHING, visitor: EVERYTHING },
      ],
    ])('what is %s is shown to whom it may be shown (U56)', async (setting, expected) => {
      await show(setting);
      const viewers = { owner, friend, colleague, stranger, moderator, visitor: null };
      const seen: Record<string, unknown> = {};
      for (const [who, person] of Object.entries(viewers)) {
        if (path === 'users' && !person) continue;
        seen[who] = await ask(world, person?.viewer ?? null, owner, GATED);
      }
      if (path === 'users') delete expected['visitor'];
      expect(seen).toEqual(expected);
    });
  });

  it('is set for each part on its own (U53, U55)', async () => {
    await updateProfile(world, owner, { privacy: { bio: 'PUBLIC', interests: 'FRIENDS', location: 'PRIVATE' } });
    const ask = PATHS['_entities']!;
    expect(await ask(world, stranger.viewer, owner, GATED)).toEqual({ ...NOTHING, bio: EVERYTHING.bio });
    expect(await ask(world, friend.viewer, owner, GATED)).toEqual({ ...EVERYTHING, location: null });
  });

  it('is reached by nested paths under the same rule', async () => {
    await show('FRIENDS');
    await world.run(owner.viewer, CreateOrganizationDocument, { input: { name: 'Viola House' } });
    const nested = `{ userByUsername(username: "owner") { organizations { members { user { bio } } } } }`;
    expect((await world.run(stranger.viewer, nested)).userByUsername.organizations).toEqual([{ members: null }]);
    await connect(world, friend, stranger);
    const own = await world.run(stranger.viewer, '{ me { user { bio } } }');
    expect(own.me.user.bio).toBeNull();
    const { notifications } = await world.run(friend.viewer, '{ notifications { nodes { target { ... on User { username bio } } } } }');
    const targets = notifications.nodes.map((node: { target: unknown }) => node.target);
    expect(targets).toContainEqual({ username: 'owner', bio: EVERYTHING.bio });
    expect(targets).toContainEqual({ username: 'stranger', bio: null });
  });

  it('closes again when the friendship ends', async () => {
    await show('FRIENDS');
    const connectionId = '11111111-1111-4111-8111-111111111111';
    const former = await signUp(world);
    const ask = () => PATHS['user(id)']!(world, former.viewer, owner, 'bio');
    await connect(world, former, owner, { connectionId, version: 2 });
    expect(await ask()).toEqual({ bio: EVERYTHING.bio });
    await connect(world, former, owner, { connectionId, version: 3, status: 'REMOVED' });
    expect(await ask()).toEqual({ bio: null });
    // The acceptance comes once more, late: it is old news.
    await connect(world, former, owner, { connectionId, version: 2 });
    expect(await ask()).toEqual({ bio: null });
  });

  it('is nothing between people of whom one has blocked the other, both ways', async () => {
    await show('PUBLIC');
    const blocked = await signUp(world, 'blocked');
    await connect(world, owner, blocked);
    await connect(world, owner, blocked, { status: 'BLOCKED' });
    for (const [viewer, person] of [
      [blocked, owner],
      [owner, blocked],
    ] as const) {
      expect(await PATHS['user(id)']!(world, viewer.viewer, person, GATED)).toBeNull();
      expect(await PATHS['userByUsername']!(world, viewer.viewer, person, GATED)).toBeNull();
      expect(await PATHS['users']!(world, viewer.viewer, person, GATED)).toBeUndefined();
    }
    // Who both know meets them in a room of many: there a message has a name, and no more than that.
    expect(await PATHS['_entities']!(world, blocked.viewer, owner, `username displayName ${GATED}`)).toEqual({
      username: 'owner',
      displayName: 'OWNER',
      ...NOTHING,
    });
  });

  it('shows nobody the address, the settings or the sessions of another', async () => {
    for (const field of [
      'email',
      'passwordHash',
      'privacy { bio }',
      'sessions { nodes { id } }',
      'role',
      'birthDate',
      'suspensionReason',
    ]) {
      const answer = await world.execute(stranger.viewer, `{ userByUsername(username: "owner") { ${field} } }`);
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  it('is found by an id in capitals, on every path by id', async () => {
    await show('PUBLIC');
    const loud = { ...owner, id: owner.id.toUpperCase() };
    for (const path of ['user(id)', '_entities']) expect(await PATHS[path]!(world, stranger.viewer, loud, GATED)).toEqual(EVERYTHING);
  });

  it.each(['', 'x', '00000000-0000-0000-0000-000000000000', "' OR 1=1 --", '\u0000'])('answers null for the id %j', async (id) => {
    expect(await world.run(stranger.viewer, 'query($id: ID!) { user(id: $id) { id } organization(id: $id) { id } }', { id })).toEqual({
      user: null,
      organization: null,
    });
    expect((await world.entity(stranger.viewer, { __typename: 'User', id }, '{ id }')).data).toEqual({ _entities: [null] });
  });
});
