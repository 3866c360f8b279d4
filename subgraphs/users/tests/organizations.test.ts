import { CreateOrganizationDocument, OrganizationByIdDocument, type CreateOrganizationInput } from './generated/documents';
import { signUp, startWorld, succeeded, type Person, type World } from './world';

describe('organisations', () => {
  let world: World;
  let owner: Person;
  const create = async (input: CreateOrganizationInput) =>
    (await world.run(owner.viewer, CreateOrganizationDocument, { input })).createOrganization;
  const made = async (input: CreateOrganizationInput) => succeeded(await create(input)).organization;

  beforeAll(async () => {
    world = await startWorld();
    owner = await signUp(world, 'owner');
  });

  it('belong to who made them', async () => {
    expect(await made({ name: 'Café de l’Olympia', websiteUrl: 'https://olympia.test' })).toMatchObject({
      name: 'Café de l’Olympia',
      slug: 'cafe-de-l-olympia',
      websiteUrl: 'https://olympia.test',
      verified: false,
      members: [{ role: 'OWNER', user: { username: 'owner' } }],
    });
    const { userByUsername } = await world.run(null, '{ userByUsername(username: "owner") { organizations { name } } }');
    expect(userByUsername.organizations).toEqual([{ name: 'Café de l’Olympia' }]);
  });

  it('show who works there only to those who do', async () => {
    const { id } = await made({ name: 'Closed House' });
    const stranger = await signUp(world);
    expect((await world.run(stranger.viewer, OrganizationByIdDocument, { id })).organization).toEqual({
      name: 'Closed House',
      members: null,
    });
    expect((await world.run(null, OrganizationByIdDocument, { id })).organization!.members).toBeNull();
    const byReference = await world.entity(stranger.viewer, { __typename: 'Organization', id }, '{ name members { role } }');
    expect(byReference.data!._entities).toEqual([{ name: 'Closed House', members: null }]);
  });

  it('are made once for one key, and a slug is given once', async () => {
    const first = await made({ name: 'Massey Hall', idempotencyKey: 'm' });
    const again = await made({ name: 'Massey Hall', idempotencyKey: 'm' });
    expect(again.id).toBe(first.id);
    expect(await create({ name: 'Massey Hall' })).toMatchObject({ __typename: 'SlugTaken', code: 'CONFLICT', nextStep: 'CHOOSE_OTHER' });
    expect((await create({ name: 'Massey Hall', slug: 'massey-2' })).__typename).toBe('CreateOrganizationSuccess');
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'House', slug: 'No Slug' }, 'slug'],
    [{ name: '日本' }, 'slug'],
  ])('refuse %j', async (input, field) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('are refused with all faults at once', async () => {
    const refused = await create({ name: ' ', slug: '-' });
    expect(refused).toMatchObject({ __typename: 'InvalidInput', fields: [{ path: 'name' }, { path: 'slug' }] });
  });
});
