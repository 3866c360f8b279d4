import { giveRoleAt } from '../prisma/role';
import { SetUserRoleDocument } from './generated/documents';
import { logIn, signUp, startWorld, succeeded } from './world';

test('payments-platform F24: an installation gets its first administrator by a command, who makes the others', async () => {
  const world = await startWorld();
  const [ada, bob] = [await signUp(world, 'ada'), await signUp(world)];
  expect(await giveRoleAt(world.databaseUrl, 'nobody@people.test', 'admin')).toBeNull();
  expect(await giveRoleAt(world.databaseUrl, ' Ada@people.test ', 'admin')).toBe('ada');
  expect((await world.facts('user.updated')).at(-1)).toMatchObject({ userId: ada.id, role: 'admin', version: 2 });
  const admin = await logIn(world, 'ada');
  const { setUserRole } = await world.run(admin.viewer, SetUserRoleDocument, { input: { userId: bob.id, role: 'CURATOR' } });
  expect(succeeded(setUserRole).role).toBe('CURATOR');
});
