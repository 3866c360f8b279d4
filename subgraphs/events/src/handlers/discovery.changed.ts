import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/person/person.store';

/** Keeps what a person looks for, for their feed. */
export const discoveryChanged: Handler<'discovery.changed'> = async ({ payload }, step) => {
  const { price, ...wanted } = payload;
  if (await isAnyErased(step, [payload.userId])) return;
  await keepNewer(step.tx, 'discovery_copies', ['userId'], {
    ...wanted,
    priceMinMinor: price?.minMinor ?? null,
    priceMaxMinor: price?.maxMinor ?? null,
    currency: price?.currency ?? null,
  });
};
