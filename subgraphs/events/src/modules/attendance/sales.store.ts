import { keepNewer } from '@marquee/platform';
import type { SalesChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { GuestList } from './guest-list.store';

/** One tier, as payments tells it. */
export type TierCopy = SalesChanged['tiers'][number];

/** Takes in what payments sells: its numbers go to the guest list, which may grant it other places. */
export async function takeSales(step: Step, { eventId, version, tiers, ...sales }: SalesChanged): Promise<void> {
  const list = await GuestList.open(step, eventId);
  if (!list) return;
  if (await keepNewer(step.tx, 'event_sales', ['eventId'], { eventId, version, tiers })) list.setSales(sales);
  await list.save();
}

/** Ids of the tiers of an event that are on sale. */
export async function tiersOnSale({ tx }: Step, eventId: string): Promise<string[]> {
  const sales = await tx.salesCopy.findUnique({ where: { eventId } });
  return ((sales?.tiers ?? []) as unknown as TierCopy[]).filter(({ onSale }) => onSale).map(({ tierId }) => tierId);
}
