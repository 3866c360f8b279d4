import { withoutLocks } from '@marquee/platform/testing';
import { ownersPartAtOnce, pairsOfOwners } from './organization-races';
import { startWorld } from './world';

test('two owners who part with an organisation at once: one of them stays', async () => {
  expect(await ownersPartAtOnce(await startWorld())).toEqual({ ownerless: 0, refused: pairsOfOwners });
});

test('control: without the lock of the organisation, some are left without an owner', async () => {
  const { ownerless } = await ownersPartAtOnce(await startWorld({ db: withoutLocks }));
  expect(ownerless).toBeGreaterThan(0);
});
