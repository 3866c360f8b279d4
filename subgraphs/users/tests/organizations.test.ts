import {
  CreateOrganizationDocument,
  UpdateOrganizationDocument,
  VerifyOrganizationDocument,
  type CreateOrganizationInput,
  type UpdateOrganizationInput,
} from './generated/documents';
import { anOrganization, organization } from './organizations';
import { signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

describe('organisations', () => {
  let world: World;
  let owner: Person;
  const create = async (input: CreateOrganizationInput, by = owner) =>
    (await world.run(by.viewer, CreateOrganizationDocument, { input })).createOrganization;
  const made = async (input: CreateOrganizationInput) => succeeded(await create(input)).organization;

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    owner = await signUp(world);
  });

  it('belong to who made them', async () => {
    expect(await made({ name: 'Café de l’Olympia', websiteUrl: 'https://olympia.example' })).toMatchObject({
      name: 'Café de l’Olympia',
      slug: 'cafe-de-l-olympia',
      websiteUrl: 'https://olympia.example',
      verified: false,
      members: [{ role: 'OWNER', user: { username: owner.username } }],
    });
    const { user } = await world.run(null, `{ user(id: "${owner.id}") { organizations { name } } }`);
    expect(user.organizations).toEqual([{ name: 'Café de l’Olympia' }]);
  });

  it('show who works there only to those who do', async () => {
    const { id } = await made({ name: 'Closed House' });
    const stranger = await signUp(world);
    for (const viewer of [stranger, null]) {
      expect(await organization(world, viewer, id)).toMatchObject({
        name: 'Closed House',
        viewerRole: null,
        members: null,
        invitations: null,
      });
    }
    const fields = '{ name viewerRole members { role } invitations { role } }';
    const byReference = await world.entity(stranger.viewer, { __typename: 'Organization', id }, fields);
    expect(byReference.data!._entities).toEqual([{ name: 'Closed House', viewerRole: null, members: null, invitations: null }]);
    expect(await organization(world, owner, id)).toMatchObject({ viewerRole: 'OWNER', invitations: [] });
  });

  it('are made once for one key, and a slug that was asked for is given once', async () => {
    const first = await made({ name: 'Massey Hall', idempotencyKey: 'm' });
    const again = await made({ name: 'Massey Hall', idempotencyKey: 'm' });
    expect(again.id).toBe(first.id);
    expect(await create({ name: 'Massey', idempotencyKey: 'm' })).toMatchObject({ __typename: 'KeyReused' });
    expect(await create({ name: 'Massey Hall', slug: 'massey-hall' })).toMatchObject({
      __typename: 'SlugTaken',
      code: 'CONFLICT',
      nextStep: 'CHOOSE_OTHER',
    });
  });

  it('users F14: get a slug from any name, with a number where it is taken', async () => {
    const names = ['Клуб друзей', '東京クラブ', '🎷'];
    const made = [];
    for (const name of names) made.push(succeeded(await create({ name })).organization);
    expect(made.map(({ slug, id }) => slug === `org-${id.slice(0, 8)}`)).toEqual([true, true, true]);
    const others = await Promise.all(Array.from({ length: 3 }, () => signUp(world)));
    const slugs = await Promise.all(others.map(async (by) => succeeded(await create({ name: 'Jazz Cellar' }, by)).organization.slug));
    expect(slugs.sort()).toEqual(['jazz-cellar', 'jazz-cellar-2', 'jazz-cellar-3']);
  });

  it('users F14: are made a few a day by one person, however many are asked for at once', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, (_, n) => create({ name: `House ${n}` })));
    const kinds = results.map(({ __typename }) => __typename).sort();
    expect(kinds.filter((kind) => kind === 'CreateOrganizationSuccess')).toHaveLength(3);
    const tomorrow = new Date(world.clock.now().getTime() + 24 * 60 * 60 * 1000).toISOString();
    expect(await create({ name: 'One more' })).toMatchObject({ __typename: 'TooManyRequests', nextStep: 'WAIT', retryAt: tomorrow });
    world.clock.advance(24 * 60 * 60 * 1000 + 1);
    expect((await create({ name: 'One more' })).__typename).toBe('CreateOrganizationSuccess');
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'House', slug: 'No Slug' }, 'slug'],
  ])('refuse %j', async (input, field) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it.each([
    [{ name: 'Marquee Official' }, 'name'],
    [{ name: 'Ѕuppоrt Теаm' }, 'name'],
    [{ name: 'House', slug: 'marquee-support' }, 'slug'],
  ])('users F19: refuse to speak for the platform: %j', async (input, field) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it.each(['http://10.0.0.1/', 'https://u:p@rex.example'])('security F20: refuse the website %s', async (websiteUrl) => {
    expect(await create({ name: 'House', websiteUrl })).toMatchObject({ __typename: 'InvalidInput', field: 'websiteUrl' });
  });

  it('are refused with all faults at once', async () => {
    const refused = await create({ name: ' ', slug: '-' });
    expect(refused).toMatchObject({ __typename: 'InvalidInput', fields: [{ path: 'name' }, { path: 'slug' }] });
  });

  it('are told to the other subgraphs with their owner', async () => {
    const id = await anOrganization(world, owner, 'Told House');
    const told = (await world.facts('organization.changed')).filter((fact) => fact.organizationId === id);
    expect(told).toEqual([{ organizationId: id, version: 1, name: 'Told House', slug: 'told-house', verified: false }]);
    const members = (await world.facts('organization.member_changed')).filter((fact) => fact.organizationId === id);
    expect(members).toEqual([{ organizationId: id, version: 1, userId: owner.id, role: 'OWNER' }]);
  });

  describe('changed', () => {
    const update = async (input: UpdateOrganizationInput, by = owner) =>
      (await world.run(by.viewer, UpdateOrganizationDocument, { input })).updateOrganization;
    const verify = async (organizationId: string, by: Person, verified?: boolean) =>
      (await world.run(by.viewer, VerifyOrganizationDocument, { input: { organizationId, verified } })).verifyOrganization;
    let id: string;
    beforeEach(async () => {
      id = await anOrganization(world, owner);
    });

    it('by an owner: what is absent stays, null removes the website', async () => {
      const website = succeeded(await update({ organizationId: id, websiteUrl: 'https://rex.example' })).organization;
      expect(website).toMatchObject({ name: `House of ${owner.username}`, websiteUrl: 'https://rex.example', version: 2 });
      const renamed = succeeded(await update({ organizationId: id, name: 'The Rex', slug: `rex-${owner.username}`, websiteUrl: null }));
      expect(renamed.organization).toMatchObject({ name: 'The Rex', slug: `rex-${owner.username}`, websiteUrl: null, version: 3 });
      // Nothing to change is no change.
      expect(succeeded(await update({ organizationId: id, name: 'The Rex' })).organization.version).toBe(3);
      const told = (await world.facts('organization.changed')).filter((fact) => fact.organizationId === id);
      expect(told.map(({ version, name }) => [version, name])).toEqual([
        [1, `House of ${owner.username}`],
        [2, `House of ${owner.username}`],
        [3, 'The Rex'],
      ]);
    });

    it('by nobody else, to no slug of another, and not where there is none', async () => {
      const other = await signUp(world);
      const taken = (await organization(world, null, await anOrganization(world, other))).slug;
      expect(await update({ organizationId: id, name: 'Mine' }, other)).toMatchObject({ __typename: 'NotAllowed' });
      expect(await update({ organizationId: id, slug: taken })).toMatchObject({ __typename: 'SlugTaken' });
      expect(await update({ organizationId: other.id, name: 'Mine' })).toMatchObject({ __typename: 'NotFound' });
      expect((await organization(world, null, id)).version).toBe(1);
    });

    it('two owners take one slug at once: one gets it', async () => {
      const other = await signUp(world);
      const theirs = await anOrganization(world, other);
      const slug = `one-${owner.username}`;
      const results = await Promise.all([update({ organizationId: id, slug }), update({ organizationId: theirs, slug }, other)]);
      expect(results.map(({ __typename }) => __typename).sort()).toEqual(['SlugTaken', 'UpdateOrganizationSuccess']);
    });

    it('are verified by staff, told to the others, until they have another name', async () => {
      const moderator = await signUpAs(world, 'moderator');
      expect(succeeded(await verify(id, moderator)).organization).toMatchObject({ verified: true, version: 2 });
      expect(succeeded(await verify(id, moderator)).organization.version).toBe(2);
      expect((await world.facts('organization.changed')).at(-1)).toMatchObject({ organizationId: id, verified: true, version: 2 });
      expect(succeeded(await verify(id, moderator, false)).organization.verified).toBe(false);
      await verify(id, moderator);
      expect(succeeded(await update({ organizationId: id, name: 'Somebody else' })).organization.verified).toBe(false);
    });

    it('are verified by nobody else', async () => {
      const curator = await signUpAs(world, 'curator');
      for (const by of [owner, curator]) {
        const answer = await world.execute(by.viewer, `mutation { verifyOrganization(input: { organizationId: "${id}" }) { __typename } }`);
        expect(answer.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
      }
    });
  });
});
