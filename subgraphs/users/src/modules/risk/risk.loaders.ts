import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { Feature } from './risk-features';
import { isLimitedAt } from '../user/user-limited';

export const riskLoaders = ({ db, clock }: Kept) => ({
  newcomerRiskByUserId: byId(
    async (ids: readonly string[]) => {
      const rows = await db.prisma.newcomer.findMany({
        where: { userId: { in: [...ids] }, scoredAt: { not: null } },
        include: { user: { select: { limitedUntil: true, verified: true, eventsAttended: true } } },
      });
      return rows.map(({ user, ...row }) => ({
        id: row.userId,
        score: row.score!,
        reasons: row.reasons as Feature[],
        limited: isLimitedAt(user, clock.now()),
        scoredAt: row.scoredAt!,
      }));
    },
    ({ id }) => id,
  ),
});
