import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { ShareChannel } from './share.input';
import { SOURCES } from './share.sql';

interface SourceRow {
  eventId: string;
  channel: ShareChannel;
  links: number;
  visits: number;
}

export const shareLoaders = ({ db }: Kept) => ({
  engagementByEventId: byId(
    (ids: readonly string[]) => db.prisma.eventEngagement.findMany({ where: { eventId: { in: [...ids] } } }),
    (row) => row.eventId,
  ),
  /** Says nothing of rights. */
  shareSourcesByEventId: manyBy(
    (ids: readonly string[]) => db.query<SourceRow>({ name: 'share_sources', text: SOURCES, values: [[...ids]] }),
    (row) => row.eventId,
  ),
});
