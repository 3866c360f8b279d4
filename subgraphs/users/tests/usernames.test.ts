import { meetingOf, watched } from '@marquee/platform/testing';
import { ChangeUsernameDocument, RegisterDocument } from './generated/documents';
import { logIn, PASSWORD, signUp, startWorld, succeeded, type Person, type World } from './world';

const DAY = 86_400_000;

const rename = async (world: World, { viewer }: Person, username: string, idempotencyKey?: string) =>
  (await world.run(viewer, ChangeUsernameDocument, { input: { username, idempotencyKey } })).changeUsername;
const register = async (world: World, username: string) =>
  (await world.run(null, RegisterDocument, { input: { username, email: `${username}@other.test`, password: PASSWORD, displayName: 'x' } }))
    .register;

describe('another username (audit: users can never change it)', () => {
  let world: World;
  let ada: Person;
  beforeAll(async () => void (world = await startWorld()));
  beforeEach(async () => void (ada = await signUp(world)));

  it('is had at once, told to the others, and signs in', async () => {
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { verified: true } });
    const name = `New_${ada.username}`;
    expect(succeeded(await rename(world, ada, ` ${name} `)).user).toEqual({ id: ada.id, username: name, verified: false });
    expect((await world.facts('user.updated')).filter(({ userId }) => userId === ada.id).at(-1)).toMatchObject({
      username: name,
      version: 2,
    });
    expect((await logIn(world, name.toUpperCase())).id).toBe(ada.id);
  });

  it('is had once for a key, and once in 30 days; another spelling is the same name', async () => {
    const name = `one_${ada.username}`;
    succeeded(await rename(world, ada, name, 'k'));
    succeeded(await rename(world, ada, name, 'k'));
    expect((await rename(world, ada, `two_${ada.username}`, 'k')).__typename).toBe('KeyReused');
    expect(succeeded(await rename(world, ada, name.toUpperCase())).user.username).toBe(name.toUpperCase());
    expect(await rename(world, ada, `two_${ada.username}`)).toMatchObject({
      __typename: 'TooManyRequests',
      retryAt: new Date(world.clock.now().getTime() + 30 * DAY).toISOString(),
    });
    world.clock.advance(30 * DAY);
    succeeded(await rename(world, ada, `two_${ada.username}`));
  });

  it('is nobody else’s, and no name of the platform (users F19)', async () => {
    const bob = await signUp(world);
    expect(await rename(world, ada, bob.username.toUpperCase())).toMatchObject({ __typename: 'UsernameTaken', nextStep: 'CHOOSE_OTHER' });
    for (const username of ['support', 'marquee-official', 'a b', 'ab'])
      expect(await rename(world, ada, username)).toMatchObject({ __typename: 'InvalidInput', field: 'username' });
    await expect(rename(world, { viewer: null } as never, 'somebody')).rejects.toThrow('UNAUTHENTICATED');
  });

  it('leaves the former one to its person for 90 days', async () => {
    const bob = await signUp(world);
    succeeded(await rename(world, ada, `gone_${ada.username}`));
    expect((await rename(world, bob, ada.username)).__typename).toBe('UsernameTaken');
    expect((await register(world, ada.username)).__typename).toBe('UsernameTaken');
    world.clock.advance(31 * DAY);
    succeeded(await rename(world, ada, ada.username));
    succeeded(await rename(world, bob, `bob_${bob.username}`));
    world.clock.advance(90 * DAY);
    expect((await register(world, bob.username)).__typename).toBe('RegisterSuccess');
  });
});

describe('one username that three want at the same moment', () => {
  const race = async (prepare?: (world: World) => Promise<unknown>) => {
    const meet = meetingOf(3);
    let counting = false;
    const world = await startWorld({
      db: (own) => watched(own, { after: (statement) => (counting && statement === 'user.count' ? meet() : undefined) }),
    });
    const people = [await signUp(world), await signUp(world), await signUp(world)];
    await prepare?.(world);
    counting = true;
    const answers = await Promise.all(people.map((person) => rename(world, person, 'wanted')));
    return answers.map(({ __typename }) => __typename).sort();
  };

  it('is one person’s', async () => {
    expect(await race()).toEqual(['ChangeUsernameSuccess', 'UsernameTaken', 'UsernameTaken']);
  });

  it('control: without the index it is everybody’s', async () => {
    expect(await race((world) => world.db.pool.query('DROP INDEX users_username_key_key'))).toEqual(Array(3).fill('ChangeUsernameSuccess'));
  });
});
