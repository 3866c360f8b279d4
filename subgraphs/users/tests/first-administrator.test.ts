import { giveRoleAt } from '../prisma/role';
import { SetUserRoleDocument } from './generated/documents';
import { logIn, signUp, startWorld, succeeded } from './world';

test('payments-platform F24: an installation gets its first administrator by a command, who makes the others', async () => {
  const world = await startWorld();
  const [ada, bob] = [await signUp(world, 'ada'), await signUp(world)];
  expect(await giveRoleAt(world.databaseUrl, 'nobody@people.test', 'admin', world.kept)).toBeNull();
  expect(await giveRoleAt(world.databaseUrl, ' Ada@people.test ', 'admin', world.kept)).toBe('ada');
  expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: ada.id, role: 'admin', version: 2 });
  // Found as at a sign-in: a domain in its own letters and in its ASCII form is one.
  const carl = await signUp(world, 'carl');
  await world.db.prisma.user.update({ where: { id: carl.id }, data: { emailKey: 'carl@xn--mnchen-3ya.test' } });
  expect(await giveRoleAt(world.databaseUrl, 'carl@münchen.test', 'curator', world.kept)).toBe('carl');
  // Whoever has the same address in its other form is not made an administrator with him.
  const dora = await signUp(world, 'dora');
  await world.db.prisma.user.update({ where: { id: dora.id }, data: { emailKey: 'carl@münchen.test' } });
  expect(await giveRoleAt(world.databaseUrl, 'carl@münchen.test', 'admin', world.kept)).toBeNull();
  expect(await giveRoleAt(world.databaseUrl, 'carl', 'curator', world.kept)).toBe('carl');
  expect(await giveRoleAt(world.databaseUrl, 'no name at all', 'curator', world.kept)).toBeNull();
  const admin = await logIn(world, 'ada');
  const { setUserRole } = await world.run(admin.viewer, SetUserRoleDocument, { input: { userId: bob.id, role: 'CURATOR' } });
  expect(succeeded(setUserRole).role).toBe('CURATOR');
});
