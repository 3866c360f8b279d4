import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { SetUserRoleDocument, SuspendUserDocument } from './generated/documents';
import { signUpAs, startWorld, type Person, type World } from './world';

type Decide = (world: World, by: Person, about: Person) => Promise<unknown>;

const demote: Decide = (world, by, about) => world.run(by.viewer, SetUserRoleDocument, { input: { userId: about.id, role: 'USER' } });

const suspend: Decide = (world, by, about) => world.run(by.viewer, SuspendUserDocument, { input: { userId: about.id, reason: 'A coup.' } });

/** Pairs of administrators who decide about each other at the same moment: how many of each pair are left. */
async function eachOther(world: World, decide: Decide, count = 8): Promise<number[]> {
  const pairs = await Promise.all(
    Array.from({ length: count }, async () => [await signUpAs(world, 'admin'), await signUpAs(world, 'admin')] as const),
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
])('control: without locks two %s each other, and none is left', async (_what, decide) => {
  // Both are still administrators where they look at whom they decide about.
  const meet = meetingOf(2);
  let isDeciding = false;
  const after = (statement: string) => (isDeciding && statement.includes('SELECT 1 FROM users WHERE id') ? meet() : undefined);
  const world = await startWorld({ db: (db) => watched(withoutLocks(db), { after }) });
  const decideNow: Decide = (...all) => {
    isDeciding = true;
    return decide(...all);
  };
  expect(await eachOther(world, decideNow, 1)).toEqual([0]);
});
