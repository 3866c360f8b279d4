import { Refusal } from '@marquee/platform';
import { freePlaces, isPreparing, type Sales } from '../sales/sales';
import { salesClosed } from '../sales/sales.refusals';
import { findShort, placesOf, type Ask, type Stock } from './tier-stock';

function soldOut({ id, name, free }: Stock): Refusal {
  const left = free === 0 ? `${name} is sold out.` : `Only ${free} left of ${name}.`;
  return new Refusal(
    'SoldOut',
    'NOT_ALLOWED_NOW',
    `${left} Places that others hold may become free within minutes.`,
    { scope: 'TIER', tierId: id, remaining: free },
    { retryable: true, nextStep: 'CHOOSE_OTHER' },
  );
}

/** The tiers have places, the event has not: its capacity counts people, whatever their ticket. */
function eventFull(asks: readonly Ask[], free: number): Refusal {
  const left = free === 0 ? 'The event is full.' : `Only ${free} left of the whole event.`;
  return new Refusal(
    'SoldOut',
    'NOT_ALLOWED_NOW',
    `${left} Places that others hold may become free within minutes.`,
    { scope: 'EVENT', tierId: asks[0]!.tierId, remaining: free },
    { retryable: true, nextStep: 'WAIT' },
  );
}

/** Refuses when these places of one event cannot be had: a tier, or the event, has too few, or its sale has not begun. */
export function refuseShort(asks: readonly Ask[], stock: readonly Stock[], sales: Pick<Sales, 'taken' | 'granted' | 'grantVersion'>): void {
  if (isPreparing(sales)) throw salesClosed('PREPARING');
  const short = findShort(asks, stock);
  if (short) throw soldOut(short);
  const free = freePlaces(sales);
  if (free !== null && free < placesOf(asks)) throw eventFull(asks, free);
}
