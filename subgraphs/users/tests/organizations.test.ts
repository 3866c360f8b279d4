import { signUp, startUsers, type Person, type World } from './world';

const CREATE = `mutation($input: CreateOrganizationInput!) { createOrganization(input: $input) { __typename
  ... on CreateOrganizationSuccess { organization { id name slug websiteUrl verified members { role user { username } } } }
  ... on UserError { code } ... on InvalidInput { field } } }`;

describe('organisations', () => {
  let world: World;
  let owner: Person;
  const create = async (input: Record<string, unknown>) => (await world.run(owner.viewer, CREATE, { input })).createOrganization;

  beforeAll(async () => {
    world = await startUsers();
    owner = await signUp(world, 'owner');
  });

  it('belong to who made them', async () => {
    const { organization } = await create({ name: 'Café de l’Olympia', websiteUrl: 'https://olympia.test' });
    expect(organization).toMatchObject({
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
    const { organization } = await create({ name: 'Closed House' });
    const stranger = await signUp(world);
    const query = 'query($id: ID!) { organization(id: $id) { name members { role } } }';
    expect((await world.run(stranger.viewer, query, { id: organization.id })).organization).toEqual({
      name: 'Closed House',
      members: null,
    });
    expect((await world.run(null, query, { id: organization.id })).organization.members).toBeNull();
    const byReference = await world.entity(
      stranger.viewer,
      { __typename: 'Organization', id: organization.id },
      '{ name members { role } }',
    );
    expect(byReference.data!._entities).toEqual([{ name: 'Closed House', members: null }]);
  });

  it('are made once for one key, and a slug is given once', async () => {
    const first = await create({ name: 'Massey Hall', idempotencyKey: 'm' });
    const again = await create({ name: 'Massey Hall', idempotencyKey: 'm' });
    expect(again.organization.id).toBe(first.organization.id);
    expect(await create({ name: 'Massey Hall' })).toMatchObject({ __typename: 'SlugTaken', code: 'CONFLICT' });
    expect((await create({ name: 'Massey Hall', slug: 'massey-2' })).__typename).toBe('CreateOrganizationSuccess');
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'House', slug: 'No Slug' }, 'slug'],
    [{ name: '日本' }, 'slug'],
  ])('refuse %j', async (input, field) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });
});
