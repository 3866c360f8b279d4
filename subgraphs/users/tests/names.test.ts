import { RegisterDocument, UpdateProfileDocument, type RegisterInput, type UpdateProfileInput } from './generated/documents';
import { logIn, PASSWORD, signUp, startWorld, succeeded, type Person, type World } from './world';

describe('what people may call themselves', () => {
  let world: World;
  let person: Person;
  const register = async (parts: Partial<RegisterInput>) =>
    (
      await world.run(null, RegisterDocument, {
        input: { email: `${Math.random()}@people.test`, username: `n${Date.now()}`, password: PASSWORD, displayName: 'Ada', ...parts },
      })
    ).register;
  const update = async (input: UpdateProfileInput) => (await world.run(person.viewer, UpdateProfileDocument, { input })).updateProfile;

  beforeAll(async () => {
    world = await startWorld();
    person = await signUp(world);
  });

  it.each(['support', 'moderator1', 'marquee-official', 'null', 'rnarquee'])('users F19: no username %s', async (username) => {
    expect(await register({ username })).toMatchObject({ __typename: 'InvalidInput', field: 'username' });
  });

  it.each(['Marquee Support', 'Mаrquее Ѕuррοrt', 'Admin', 'Ada ✔'])('users F19, security F20: no display name %s', async (displayName) => {
    expect(await register({ displayName })).toMatchObject({ __typename: 'InvalidInput', field: 'displayName' });
    expect(await update({ displayName })).toMatchObject({ __typename: 'InvalidInput', field: 'displayName' });
  });

  it.each(['https://u:p@example.org/a.png', 'http://169.254.169.254/', 'http://localhost/a.png'])(
    'security F20: no picture at %s',
    async (avatarUrl) => {
      expect(await update({ avatarUrl })).toMatchObject({ __typename: 'InvalidInput', field: 'avatarUrl' });
    },
  );

  it('users F17: null leaves what cannot be empty as it is, and empties the rest', async () => {
    const before = succeeded(
      await update({ displayName: 'Ada', bio: 'Here.', avatarUrl: 'https://images.test/a.png', privacy: { bio: 'PUBLIC' } }),
    );
    const after = succeeded(
      await update({
        displayName: null,
        activityLevel: null,
        privacy: { bio: null, location: null, suggestible: null },
        bio: null,
        avatarUrl: null,
        interests: null,
        location: null,
      }),
    );
    expect(after.privacy).toEqual(before.privacy);
    expect(after.user).toMatchObject({ displayName: 'Ada', bio: null, avatarUrl: null, interests: [], location: null });
    expect(succeeded(await update({ privacy: null })).privacy).toEqual(before.privacy);
  });

  it('bug-reports-domain F23: one account for a domain in its own letters and in its ASCII form', async () => {
    const ann = succeeded(await register({ email: 'ann@münchen.example', username: 'ann_m' })).viewer.user;
    await world.db.prisma.user.update({ where: { id: ann.id }, data: { emailVerifiedAt: world.clock.now() } });
    for (const email of ['ann@xn--mnchen-3ya.example', 'Ann@MÜNCHEN.example'])
      expect(await register({ email })).toMatchObject({ __typename: 'EmailTaken' });
    for (const email of ['ann@münchen.example', 'ann@xn--mnchen-3ya.example']) expect((await logIn(world, email)).username).toBe('ann_m');
  });

  it('finds accounts by the key they were made with, and makes no second one', async () => {
    const old = succeeded(await register({ email: 'bea@köln.example', username: 'bea_k' })).viewer.user;
    await world.db.prisma.user.update({
      where: { id: old.id },
      data: { emailKey: 'bea@köln.example', emailVerifiedAt: world.clock.now() },
    });
    expect(await register({ email: 'bea@xn--kln-sna.example' })).toMatchObject({ __typename: 'EmailTaken' });
    expect((await logIn(world, 'bea@köln.example')).username).toBe('bea_k');
  });
});
