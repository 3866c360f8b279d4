import type { InputFault } from '@marquee/platform';
import type { Step } from '../../context';
import { isSamePrice, priceColumns, type Price } from '../event/event-price';
import { tiersOf } from '../event/event-price.store';
import type { WholeEvent } from '../event/event.types';

/** What tickets cost is said with their tiers; a form that sends back the price as it is may do so. */
export async function priceFaults(step: Step, event: WholeEvent, { price }: { price?: Price }): Promise<InputFault[]> {
  if (!price || isSamePrice(event, priceColumns(price)) || (await tiersOf(step, event.id)).length === 0) return [];
  return [{ path: 'price', message: 'follows from the ticket tiers of this event: change them instead (updateTicketTier)' }];
}
