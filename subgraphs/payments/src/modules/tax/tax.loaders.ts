import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import { taxesOfEvents, type TaxOfEvent } from './tax.sql';

export const taxLoaders = ({ db: { prisma } }: Kept) => ({
  /** Null where its seller has said nothing. */
  taxByEventId: byId(
    (eventIds: readonly string[]) => prisma.$queryRaw<TaxOfEvent[]>(taxesOfEvents(eventIds)),
    (tax) => tax.eventId,
  ),
});
