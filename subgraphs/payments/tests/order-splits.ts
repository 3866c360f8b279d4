import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { SplitOfDocument, SplitOrderDocument, type SplitOrderInput } from './generated/documents';
import { aPerson } from './people';
import { outcome, type World } from './world';

const HOUR = 3_600_000;

export const splitUp = async (world: World, by: Viewer, input: SplitOrderInput) =>
  outcome((await world.run(by, SplitOrderDocument, { input })).splitOrder);

export const splitOf = async (world: World, by: Viewer, id: string) => (await world.run(by, SplitOfDocument, { id })).order;

/** An order of two tickets of 25.00, of which its buyer pays 20.00, and two friends 15.00 each, within two hours. */
export async function aSplitOrder(world: World, parts: Partial<SplitOrderInput> = {}, quantity = 2) {
  const tier = await world.aTier({ quantity });
  const [buyer, ada, bob] = [aViewer(), await aPerson(world), await aPerson(world)];
  const { order } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
  const payBy = new Date(world.clock.now().getTime() + 2 * HOUR).toISOString();
  const shares = [
    { userId: buyer.id, amountMinor: 2000 },
    { userId: ada.id, amountMinor: 1500 },
    { userId: bob.id, amountMinor: 1500 },
  ];
  const input = { orderId: order.id, parts: shares, payBy, whenMissing: 'ALL_GOES_BACK' as const, ...parts };
  const split = await splitUp(world, buyer, input);
  const ids = split.order?.split?.parts.map(({ payment }) => payment!.id) ?? [];
  const [ofBuyer, ofAda, ofBob] = ids as [string, string, string];
  return { tier, buyer, ada, bob, orderId: order.id, input, split, ofBuyer, ofAda, ofBob };
}
