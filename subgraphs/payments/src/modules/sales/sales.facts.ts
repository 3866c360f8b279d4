import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { EventSales, TicketTier } from '../../generated/prisma/client';
import { money } from '../money/money';

export type ToldTier = Pick<TicketTier, 'id' | 'name' | 'priceMinor' | 'currency' | 'onSale'>;

/** `sales` as they are now; `tiers` are all of the event's, in their order. */
export const salesChanged = (sales: EventSales, tiers: readonly ToldTier[]): FactOf<Pick<Topics, 'sales.changed'>> => ({
  topic: 'sales.changed',
  key: sales.eventId,
  payload: {
    eventId: sales.eventId,
    version: sales.version,
    ticketed: sales.ticketed,
    placesTaken: sales.taken,
    grant: { version: sales.grantVersion, places: sales.grantVersion === 0 ? 0 : sales.granted },
    tiers: tiers.map(({ id, name, priceMinor, currency, onSale }) => ({ tierId: id, name, price: money(priceMinor, currency), onSale })),
  },
});
