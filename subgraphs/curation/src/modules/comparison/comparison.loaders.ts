import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const comparisonLoaders = ({ db: { prisma } }: Kept) => ({
  revisionById: byId(
    (ids: readonly string[]) => prisma.revisionCopy.findMany({ where: { revisionId: { in: [...ids] } } }),
    (revision) => revision.revisionId,
  ),
  approvedContentByEventId: byId(
    (ids: readonly string[]) => prisma.approvedContent.findMany({ where: { eventId: { in: [...ids] } } }),
    (content) => content.eventId,
  ),
});
