import { RegisterDocument, type RegisterInput } from './generated/documents';
import { PASSWORD, signUp, startWorld, succeeded, type World } from './world';

const ada = (parts: Partial<RegisterInput> = {}): RegisterInput => ({
  email: 'ada@people.test',
  username: 'Ada',
  password: PASSWORD,
  displayName: 'Ada L.',
  ...parts,
});
const register = async (world: World, parts: Partial<RegisterInput> = {}) =>
  (await world.run(null, RegisterDocument, { input: ada(parts) })).register;

describe('registration', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    const { id } = await signUp(world, 'grace');
    await world.db.prisma.user.update({ where: { id }, data: { emailVerifiedAt: world.clock.now() } });
  });

  it('makes an account, signs it in and tells the others (U18, U23)', async () => {
    const registered = succeeded(await register(world));
    expect(registered).toMatchObject({
      viewer: { user: { username: 'Ada', displayName: 'Ada L.' } },
      session: { accessToken: expect.any(String), refreshToken: expect.stringMatching(/^[\w-]{43}$/) },
    });
    const told = (await world.facts('user.updated')).filter((fact) => fact.userId === registered.viewer.user.id);
    expect(told).toEqual([
      expect.objectContaining({
        version: 1,
        username: 'Ada',
        role: 'user',
        active: true,
        interests: [],
        reputation: 0,
        privacy: {
          bio: 'PRIVATE',
          location: 'PRIVATE',
          interests: 'PRIVATE',
          friends: 'PRIVATE',
          attendance: 'PRIVATE',
          suggestible: true,
        },
      }),
    ]);
  });

  it('keeps the password as an argon2id hash of the decided strength and nothing else (U27, U46)', async () => {
    const { id } = await signUp(world);
    const row = await world.db.prisma.user.findUniqueOrThrow({ where: { id } });
    expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const everything = await world.db.pool.query(
      'SELECT row_to_json(u)::text AS row FROM users u UNION ALL SELECT payload::text FROM outbox',
    );
    expect(JSON.stringify(everything.rows)).not.toContain(PASSWORD);
  });

  it('refuses an address that somebody has verified, in whatever spelling (U6)', async () => {
    expect(await register(world, { email: ' GRACE@people.TEST ', username: 'somebody_else' })).toMatchObject({
      __typename: 'EmailTaken',
      code: 'CONFLICT',
      retryable: false,
      nextStep: 'SIGN_IN',
    });
  });

  it('refuses a username somebody has, in whatever spelling (U7)', async () => {
    expect(await register(world, { email: 'other@people.test', username: 'GRACE' })).toMatchObject({
      __typename: 'UsernameTaken',
      code: 'CONFLICT',
      nextStep: 'CHOOSE_OTHER',
    });
  });

  it.each([
    ['a short password', { password: 'seven77' }, 'password'],
    ['a common password', { password: 'Password123' }, 'password'],
    ['the address as password', { password: 'New@people.test' }, 'password'],
    ['an endless password', { password: 'x'.repeat(257) }, 'password'],
    ['no address', { email: 'ada' }, 'email'],
    ['two addresses', { email: 'ada@people.test,bob@people.test' }, 'email'],
    ['an address with a control character', { email: 'ada\u0007@people.test' }, 'email'],
    ['an endless address', { email: `${'a'.repeat(250)}@people.test` }, 'email'],
    ['a username with a space', { username: 'ada l' }, 'username'],
    ['a username that looks like an address', { username: 'ada@l' }, 'username'],
    ['a short username', { username: 'ad' }, 'username'],
    ['an empty name', { displayName: '  ' }, 'displayName'],
    ['a name with a line break', { displayName: 'Ada\nL.' }, 'displayName'],
    ['somebody of 17', { birthDate: '2008-11-22' }, 'birthDate'],
    ['an impossible date', { birthDate: '2001-02-30' }, 'birthDate'],
    ['somebody of 200', { birthDate: '1826-01-01' }, 'birthDate'],
  ])('refuses %s and names the field', async (_case, parts, field) => {
    expect(await register(world, { email: 'new@people.test', username: 'new_one', ...parts })).toMatchObject({
      __typename: 'InvalidInput',
      code: 'BAD_USER_INPUT',
      field,
    });
  });

  it('names all faults of a form at once (U28)', async () => {
    const refused = await register(world, { email: 'a', username: '!', password: 'a', displayName: '', birthDate: '2020-01-01' });
    const faults = (refused as { fields: { path: string }[] }).fields.map(({ path }) => path);
    expect(faults).toEqual(['email', 'username', 'password', 'displayName', 'birthDate', 'password']);
  });

  it('takes somebody on their 18th birthday (U11)', async () => {
    expect((await register(world, { email: 'eve@people.test', username: 'eve', birthDate: '2008-11-21' })).__typename).toBe(
      'RegisterSuccess',
    );
  });

  it('answers a repeat with the same key and password with the same account, and refuses another password (A19)', async () => {
    const first = { email: 'twice@people.test', username: 'twice', idempotencyKey: 'k1' };
    const made = succeeded(await register(world, first));
    const again = succeeded(await register(world, first));
    expect(again.viewer.user.id).toBe(made.viewer.user.id);
    expect((await register(world, { ...first, password: 'a guess at it' })).__typename).toBe('KeyReused');
    expect((await register(world, { ...first, displayName: 'Somebody Else' })).__typename).toBe('KeyReused');
  });
});

describe('registrations at the same time', () => {
  /** Twenty people who give the same address and want the same username. */
  const race = async (world: World) => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(world)));
    return answers.map(({ __typename }) => __typename);
  };

  it('give a name to exactly one', async () => {
    const world = await startWorld();
    const outcomes = await race(world);
    expect(outcomes.filter((outcome) => outcome === 'RegisterSuccess')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'UsernameTaken')).toHaveLength(19);
    expect(await world.db.prisma.user.count()).toBe(1);
    expect(await world.facts('user.updated')).toHaveLength(1);
  });

  it('give one username to exactly one of different addresses', async () => {
    const world = await startWorld();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => register(world, { email: `ada${n}@people.test` })));
    const outcomes = answers.map(({ __typename }) => __typename);
    expect(outcomes.filter((outcome) => outcome === 'RegisterSuccess')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'UsernameTaken')).toHaveLength(19);
  });

  it('control: without the unique index several get it', async () => {
    const world = await startWorld();
    await world.db.pool.query('DROP INDEX users_username_key_key');
    const outcomes = await race(world);
    expect(outcomes.filter((outcome) => outcome === 'RegisterSuccess').length).toBeGreaterThan(1);
  });
});
