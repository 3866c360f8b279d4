import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { ownersPartAtOnce, pairsOfOwners } from './organization-races';
import { startWorld } from './world';

test('two owners who part with an organisation at once: one of them stays', async () => {
  expect(await ownersPartAtOnce(await startWorld())).toEqual({ ownerless: 0, refused: pairsOfOwners });
});

test('control: without the lock of the organisation, both go', async () => {
  // Both have counted the other before one of them goes.
  const meet = meetingOf(2);
  let arePartingNow = false;
  const after = (statement: string) => (arePartingNow && statement === 'organizationMember.count' ? meet() : undefined);
  const world = await startWorld({ db: (db) => watched(withoutLocks(db), { after }) });
  expect(await ownersPartAtOnce(world, 1, () => (arePartingNow = true))).toEqual({ ownerless: 1, refused: 0 });
});
