import { keepNewer } from '@marquee/platform';
import type { SalesChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { followTiers, lockPrice, tiersOf } from '../event/event-price.store';
import { GuestList } from './guest-list.store';

/**
 * Takes in what payments sells: its numbers go to the guest list, which may grant it other places; the event costs what its tiers cost. The
 * event is locked first, as by its organisers, so that none of them sets a price meanwhile.
 */
export async function takeSales(step: Step, { eventId, version, tiers, ...sales }: SalesChanged): Promise<void> {
  const event = await lockPrice(step, eventId);
  const list = event && (await GuestList.open(step, eventId));
  if (!list) return;
  const isNew = await keepNewer(step.tx, 'event_sales', ['eventId'], { eventId, version, tiers });
  if (isNew) list.setSales(sales);
  await list.save();
  if (isNew) await followTiers(step, event, tiers);
}

/** Ids of the tiers of an event that are on sale. */
export async function tiersOnSale(step: Step, eventId: string): Promise<string[]> {
  return (await tiersOf(step, eventId)).filter(({ onSale }) => onSale).map(({ tierId }) => tierId);
}
