import { manyBy } from '@marquee/platform';
import type { CheckIn } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const MOST = 100;

export const doorLoaders = ({ db: { prisma } }: Kept) => ({
  /** Says nothing of rights. The latest first. */
  conflictsByEventId: manyBy(
    (ids: readonly string[]): Promise<CheckIn[]> =>
      prisma.checkIn.findMany({
        where: { eventId: { in: [...ids] }, outcome: 'CONFLICT', undoneAt: null },
        orderBy: { scannedAt: 'desc' },
        take: MOST * ids.length,
      }),
    (scan) => scan.eventId,
  ),
});
