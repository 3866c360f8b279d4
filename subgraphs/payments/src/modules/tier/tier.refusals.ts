import { Refusal } from '@marquee/platform';
import type { Stock } from './tier-stock';

export function soldOut({ id, name, free }: Stock): Refusal {
  const left = free === 0 ? `${name} is sold out.` : `Only ${free} left of ${name}.`;
  return new Refusal(
    'SoldOut',
    'NOT_ALLOWED_NOW',
    `${left} Places that others hold may become free within minutes.`,
    { tierId: id, remaining: free },
    { retryable: true, nextStep: 'CHOOSE_OTHER' },
  );
}
