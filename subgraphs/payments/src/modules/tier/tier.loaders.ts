import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';
import { tiersBy, type TierRow } from './tier.sql';

export const tierLoaders = ({ db, clock }: Kept) => ({
  tierById: byId(
    (ids: readonly string[]) => db.query<TierRow>(tiersBy('id', ids, clock.now())),
    (tier) => tier.id,
  ),
  tiersByEventId: manyBy(
    (eventIds: readonly string[]) => db.query<TierRow>(tiersBy('event_id', eventIds, clock.now())),
    (tier) => tier.eventId,
  ),
});
