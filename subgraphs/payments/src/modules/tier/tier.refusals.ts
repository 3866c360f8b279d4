import { Refusal } from '@marquee/platform';
import type { Ask, Stock } from './tier-stock';

export function soldOut({ id, name, free }: Stock): Refusal {
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
export function eventFull(asks: readonly Ask[], free: number): Refusal {
  const left = free === 0 ? 'The event is full.' : `Only ${free} left of the whole event.`;
  return new Refusal(
    'SoldOut',
    'NOT_ALLOWED_NOW',
    `${left} Places that others hold may become free within minutes.`,
    { scope: 'EVENT', tierId: asks[0]!.tierId, remaining: free },
    { retryable: true, nextStep: 'WAIT' },
  );
}
