import { byId, type Caller } from '@marquee/platform';
import type { Relationship } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

export const relationshipLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  relationshipById: byId(
    (ids: readonly string[]) => db.prisma.relationship.findMany({ where: { id: { in: [...ids] } } }),
    (relationship) => relationship.id,
  ),
  /** By the other person's id: the accepted one first, then an open request, then the last changed. */
  relationshipWithViewer: byId<string, Relationship & { otherId: string }>(
    async (ids) => {
      if (!viewer) return [];
      const rows = await db.prisma.relationship.findMany({
        where: {
          OR: [
            { requesterId: viewer.id, addresseeId: { in: [...ids] } },
            { addresseeId: viewer.id, requesterId: { in: [...ids] } },
          ],
        },
        orderBy: { updatedAt: 'asc' },
      });
      const weight = ({ status }: Relationship) => (status === 'ACCEPTED' ? 2 : status === 'PENDING' ? 1 : 0);
      // The loader keeps the last row of a key.
      return rows
        .sort((a, b) => weight(a) - weight(b))
        .map((row) => ({ ...row, otherId: row.requesterId === viewer.id ? row.addresseeId : row.requesterId }));
    },
    (row) => row.otherId,
  ),
});
