import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { availabilityOf } from './free-busy.sql';
import type { AvailabilityView } from './free-busy.types';

export const freeBusyLoaders = ({ db, clock }: Kept, { viewer }: Caller) => ({
  availabilityByOptionId: byId<string, AvailabilityView>(
    (ids) => db.query(availabilityOf(ids, viewer?.id ?? null, clock.now())),
    ({ optionId }) => optionId,
  ),
});
