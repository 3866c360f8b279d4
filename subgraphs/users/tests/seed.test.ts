import { randomUUID } from 'node:crypto';
import { seed, type SeedPerson } from '../prisma/seed';
import { ChangePasswordDocument, LoginDocument } from './generated/documents';
import { logIn, me, startWorld, updateProfile, type World } from './world';

const person = (username: string, parts: Partial<SeedPerson> = {}): SeedPerson => ({
  id: randomUUID(),
  email: `${username}@demo.test`,
  username,
  displayName: username,
  createdAt: new Date('2026-01-05T10:00:00Z'),
  ...parts,
});

describe('the seeded people', () => {
  const demo = [
    person('member', { demo: true }),
    person('organiser', { demo: true }),
    person('curator', { demo: true, role: 'curator' }),
    person('admin', { demo: true, role: 'admin' }),
  ];
  const crowd = Array.from({ length: 300 }, (_, n) =>
    person(`guest_${n}`, {
      bio: 'Here.',
      interests: ['music'],
      location: { latitude: 43.6, longitude: -79.4 },
      privacy: { bio: 'PUBLIC' },
    }),
  );
  const organizations = [
    {
      id: randomUUID(),
      name: 'The Rex',
      slug: 'the-rex',
      createdAt: new Date(),
      members: [{ userId: demo[1]!.id, role: 'OWNER' as const }],
    },
  ];
  const input = { people: [...demo, ...crowd], organizations, demoPassword: 'marquee-demo' };
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    expect(await seed(world.db, { ...input, fields: world.kept.fields })).toEqual({ created: 304 });
  });

  it('are told to the other subgraphs, each once', async () => {
    const told = await world.facts('user.updated');
    expect(told).toHaveLength(304);
    expect(told.find((fact) => fact.username === 'guest_7')).toMatchObject({
      userId: crowd[7]!.id,
      interests: ['music'],
      privacy: { bio: 'PUBLIC', location: 'PRIVATE' },
    });
  });

  it('are told with their organisations and who works there', async () => {
    const [{ id, name, slug }] = organizations as [(typeof organizations)[0]];
    expect(await world.facts('organization.changed')).toEqual([{ organizationId: id, version: 1, name, slug, verified: false }]);
    expect(await world.facts('organization.member_changed')).toEqual([
      { organizationId: id, version: 1, userId: demo[1]!.id, role: 'OWNER' },
    ]);
  });

  it('let the four demo sign-ins in, with their roles', async () => {
    for (const { email, role } of demo) {
      expect((await logIn(world, email, 'marquee-demo')).viewer.role).toBe(role ?? 'user');
    }
  });

  it('let nobody else in', async () => {
    for (const password of ['marquee-demo', '']) {
      const { login } = await world.run(null, LoginDocument, { input: { emailOrUsername: 'guest_1', password } });
      expect(login.__typename).toBe('InvalidCredentials');
    }
  });

  it('stay as they are when they are seeded again', async () => {
    const admin = await logIn(world, 'admin', 'marquee-demo');
    await updateProfile(world, admin, { displayName: 'Changed' });
    const before = (await world.facts('user.updated')).length;
    expect(await seed(world.db, { ...input, fields: world.kept.fields })).toEqual({ created: 0 });
    expect(await world.facts('user.updated')).toHaveLength(before);
    expect(await world.facts('organization.changed')).toHaveLength(1);
    expect((await me(world, admin))!.user.displayName).toBe('Changed');
    expect(await world.db.prisma.organizationMember.count()).toBe(1);
  });

  it('do not lend their password to change', async () => {
    const member = await logIn(world, 'member', 'marquee-demo');
    const input = { currentPassword: 'marquee-demo', newPassword: 'mine from now on' };
    expect((await world.run(member.viewer, ChangePasswordDocument, { input })).changePassword.__typename).toBe('NotAllowed');
  });
});
