import { countStatements } from '@marquee/platform/testing';
import { PeopleDocument, type PeopleFilter } from './generated/documents';
import { anEvent, signUp, signUpAs, startWorld, tellEvent, updateProfile, type Person, type World } from './world';

describe('people, as staff see them', () => {
  let world: World;
  let admin: Person;
  const people = async (filter: PeopleFilter | null = null, by = admin, page: Record<string, unknown> = {}) =>
    (await world.run(by.viewer, PeopleDocument, { filter, ...page })).people;
  const names = async (...args: Parameters<typeof people>) => (await people(...args)).nodes.map(({ user }) => user.username);

  beforeAll(async () => {
    world = await startWorld();
    admin = await signUpAs(world, 'admin', 'adm');
    for (const name of ['ada', 'ben', 'cem']) {
      world.clock.advance(1000);
      await signUp(world, name);
    }
    world.clock.advance(1000);
    await signUpAs(world, 'curator', 'curating');
  });

  it('are listed with role, state, devices and flags, the newest first', async () => {
    expect(await names()).toEqual(['curating', 'cem', 'ben', 'ada', 'adm']);
    const ben = (await people({ search: 'ben' })).nodes[0]!;
    expect(ben).toMatchObject({
      role: 'USER',
      state: 'ACTIVE',
      emailVerified: false,
      sessionCount: 1,
      deviceCount: 0,
      upheldFlagCount: 0,
      reliability: 1,
      suspensions: [],
    });
    const first = await people(null, admin, { first: 2 });
    const next = await people(null, admin, { first: 9, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...next.nodes].map(({ user }) => user.username)).toEqual(['curating', 'cem', 'ben', 'ada', 'adm']);
    expect((await people(null, admin, { last: 2, before: next.pageInfo.startCursor })).nodes).toEqual(first.nodes);
  });

  it('are found by name, role, state, verification and time, and by all of them together (U8)', async () => {
    const dan = await signUp(world, 'dan');
    await updateProfile(world, dan, { displayName: 'Zoë Quartz' });
    expect(await names({ search: 'zoe qu' })).toEqual(['dan']);
    expect(await names({ search: '%%' })).toEqual([]);
    // An address whole and alone: no part of one is found.
    expect(await names({ email: ' DAN@People.Test ' })).toEqual(['dan']);
    expect(await names({ email: 'dan@people.example' })).toEqual([]);
    await expect(names({ email: 'dan' })).rejects.toThrow('address');
    expect(await names({ role: 'CURATOR' })).toEqual(['curating']);
    await world.db.prisma.user.update({
      where: { id: dan.id },
      data: { suspendedAt: world.clock.now(), deactivatedAt: world.clock.now(), verified: true },
    });
    expect(await names({ state: 'SUSPENDED' })).toEqual(['dan']);
    expect(await names({ state: 'DEACTIVATED', verified: true, search: 'zoe' })).toEqual(['dan']);
    expect(await names({ state: 'ACTIVE', search: 'zoe' })).toEqual([]);
    const { createdAt } = (await people({ search: 'ben' })).nodes[0]!;
    expect(await names({ createdBefore: createdAt })).toEqual(['ada', 'adm']);
    expect(await names({ createdFrom: createdAt, createdBefore: (await people({ search: 'cem' })).nodes[0]!.createdAt })).toEqual(['ben']);
    await world.db.prisma.user.delete({ where: { id: dan.id } });
  });

  it('are for those who may suspend, and who looked is logged', async () => {
    const moderator = await signUpAs(world, 'moderator');
    expect(await names({ role: 'ADMIN' }, moderator)).toEqual(['adm']);
    for (const viewer of [(await signUp(world)).viewer, (await signUpAs(world, 'curator')).viewer, null]) {
      const { errors } = await world.execute(viewer, '{ people { nodes { role } } }');
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(errors![0]!.extensions!['code']);
    }
  });

  it('show flags that were upheld', async () => {
    const host = await signUp(world, 'flagged_host');
    const event = anEvent({ creatorId: host.id });
    await tellEvent(world, event);
    await world.tell('flag.settled', event.eventId, {
      ...{ flagId: crypto.randomUUID(), version: 2, eventId: event.eventId, creatorId: host.id, organizationId: null, flaggerId: null },
      ...{ reason: 'SPAM', outcome: 'UPHELD', settledAt: world.clock.now().toISOString() },
    });
    expect((await people({ search: 'flagged' })).nodes[0]!.upheldFlagCount).toBe(1);
  });

  it('cost 3 statements, however many they are', async () => {
    const cost = (first: number) =>
      countStatements(world.subgraph, () =>
        world.run(admin.viewer, `{ people(first: ${first}) { nodes { role user { username } suspensions { id } } } }`),
      );
    expect([(await cost(1)).statements, (await cost(5)).statements]).toEqual([3, 3]);
  });
});
