import { manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';
import { liveSalesOf } from './live-sales.sql';
import type { LiveTierRow } from './live-sales.types';

export const liveSalesLoaders = ({ db }: Kept) => ({
  liveSalesByEventId: manyBy(
    (eventIds: readonly string[]) => db.query<LiveTierRow>(liveSalesOf(eventIds)),
    (tier) => tier.eventId,
  ),
});
