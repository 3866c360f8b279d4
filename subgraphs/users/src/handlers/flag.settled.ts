import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { recountDeeds } from '../modules/reputation/reputation.store';

/** Keeps what came of a flag: an upheld one counts against the owner of its event, an open one against nobody. */
export const flagSettled: Handler<'flag.settled'> = async ({ payload }, step) => {
  const { flagId, version, eventId, creatorId, outcome } = payload;
  if (await isAnyErased(step, [creatorId])) return;
  const isNew = await keepNewer(step.tx, 'flag_copies', ['flagId'], { flagId, version, eventId, creatorId, outcome });
  if (isNew) await recountDeeds(step, [creatorId]);
};
