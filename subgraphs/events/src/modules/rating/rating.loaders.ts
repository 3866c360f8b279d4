import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import { drawnMean } from './rating';

interface RatedOwner {
  ownerId: string;
  ratedSum: number;
  reviewCount: number;
}

export const ratingLoaders = ({ db }: Kept) => ({
  /** By the organisation, or by who makes events for themselves. */
  ratingByOwnerId: byId(
    async (ownerIds: readonly string[]) => {
      const rows = await db.query<RatedOwner>({
        name: 'organizer_ratings',
        text: `SELECT owner_id AS "ownerId", rated_sum AS "ratedSum", review_count AS "reviewCount" FROM organizer_ratings
          WHERE owner_id = ANY($1::uuid[]) AND review_count > 0`,
        values: [ownerIds],
      });
      return rows.map(({ ownerId, ratedSum, reviewCount }) => ({ ownerId, mean: drawnMean(ratedSum, reviewCount), reviewCount }));
    },
    ({ ownerId }) => ownerId,
  ),
});
