import { UpdateProfileDocument, VerifyUserDocument } from './generated/documents';
import { signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

describe('a verified person', () => {
  let world: World;
  let person: Person;
  let moderator: Person;
  const verify = async (by: Person, userId: string, verified?: boolean, idempotencyKey?: string) =>
    (await world.run(by.viewer, VerifyUserDocument, { input: { userId, verified, idempotencyKey } })).verifyUser;
  const told = async () => (await world.facts('user.updated')).filter((fact) => fact.userId === person.id);

  beforeAll(async () => {
    world = await startWorld();
    moderator = await signUpAs(world, 'moderator');
  });
  beforeEach(async () => {
    person = await signUp(world);
  });

  it('is said to be so by a moderator, told to the other subgraphs once, and can cease to be (U9)', async () => {
    expect(succeeded(await verify(moderator, person.id, true, 'k')).user).toEqual({ id: person.id, verified: true });
    succeeded(await verify(moderator, person.id, true, 'k'));
    succeeded(await verify(moderator, person.id));
    expect((await told()).map(({ version, verified }) => [version, verified])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(await verify(moderator, person.id, false, 'k')).toMatchObject({ __typename: 'KeyReused' });
    expect(succeeded(await verify(moderator, person.id, false)).user.verified).toBe(false);
  });

  it('is not so any more under another name', async () => {
    await verify(moderator, person.id);
    const update = (input: { displayName?: string; bio?: string }) => world.run(person.viewer, UpdateProfileDocument, { input });
    await update({ bio: 'Sings.', displayName: person.username.toUpperCase() });
    expect((await told()).at(-1)).toMatchObject({ verified: true });
    await update({ displayName: 'Somebody Else' });
    expect((await told()).at(-1)).toMatchObject({ displayName: 'Somebody Else', verified: false });
  });

  it('is so by nobody but staff, nobody by themselves, and no colleague by a moderator', async () => {
    const curator = await signUpAs(world, 'curator');
    await expect(verify(person, curator.id)).rejects.toThrow('FORBIDDEN');
    await expect(verify(curator, person.id)).rejects.toThrow('FORBIDDEN');
    expect(await verify(moderator, moderator.id)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await verify(moderator, curator.id)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await verify(await signUpAs(world, 'admin'), curator.id)).toMatchObject({ __typename: 'VerifyUserSuccess' });
  });
});
