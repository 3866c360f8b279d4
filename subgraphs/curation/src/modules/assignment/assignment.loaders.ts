import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import { loads } from './assignment.sql';

export const assignmentLoaders = ({ db, clock }: Kept) => ({
  curatorProfileById: byId(
    (ids: readonly string[]) => db.prisma.curatorProfile.findMany({ where: { userId: { in: [...ids] } } }),
    (profile) => profile.userId,
  ),
  /** No row for somebody who has nothing. */
  loadByCuratorId: byId(
    (ids: readonly string[]) => db.query<{ userId: string; load: number }>(loads(ids, clock.now())),
    (row) => row.userId,
  ),
});
