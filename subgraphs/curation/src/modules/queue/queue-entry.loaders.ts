import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const queueEntryLoaders = ({ db: { prisma } }: Kept) => ({
  queueEntryById: byId(
    (ids: readonly string[]) => prisma.queueEntry.findMany({ where: { id: { in: [...ids] } } }),
    (entry) => entry.id,
  ),
});
