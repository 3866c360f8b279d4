import { withoutLocks } from '@marquee/platform/testing';
import { SetUserRoleDocument, SuspendUserDocument } from './generated/documents';
import { signUpAs, startWorld, type Person, type World } from './world';

type Decide = (world: World, by: Person, about: Person) => Promise<unknown>;

const demote: Decide = (world, by, about) => world.run(by.viewer, SetUserRoleDocument, { input: { userId: about.id, role: 'USER' } });

const suspend: Decide = (world, by, about) => world.run(by.viewer, SuspendUserDocument, { input: { userId: about.id, reason: 'A coup.' } });

/** Pairs of administrators who decide about each other at the same moment: how many of each pair are left. */
async function eachOther(world: World, decide: Decide): Promise<number[]> {
  const pairs = await Promise.all(
    Array.from({ length: 8 }, async () => [await signUpAs(world, 'admin'), await signUpAs(world, 'admin')] as const),
  );
  await Promise.allSettled(
    pairs
      .flatMap(([one, other]) => [
        [one, other],
        [other, one],
      ])
      .map(([by, about]) => decide(world, by!, about!)),
  );
  const left = await world.db.prisma.user.findMany({ where: { role: 'admin', suspendedAt: null } });
  return pairs.map((pair) => pair.filter(({ id }) => left.some((user) => user.id === id)).length);
}

test('of two administrators who demote each other at once, one remains: the other is none any more', async () => {
  const left = await eachOther(await startWorld(), demote);
  expect(left).toEqual(left.map(() => 1));
});

test('of two administrators who suspend each other at once, one remains', async () => {
  const left = await eachOther(await startWorld(), suspend);
  expect(left).toEqual(left.map(() => 1));
});

test.each([
  ['demote', demote],
  ['suspend', suspend],
])('control: without locks some pairs %s each other until none is left', async (_what, decide) => {
  expect(await eachOther(await startWorld({ db: withoutLocks }), decide)).toContain(0);
});
