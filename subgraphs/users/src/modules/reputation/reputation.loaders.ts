import { manyBy, rowsOf } from '@marquee/platform';
import type { EarnedBadge } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const badgesOf = rowsOf<EarnedBadge>('EarnedBadge', 'user_id = ANY($1::uuid[])');

export const reputationLoaders = ({ db }: Kept) => ({
  earnedBadgesByUserId: manyBy(
    (ids: readonly string[]) => badgesOf(db, [ids]),
    ({ userId }) => userId,
  ),
});
