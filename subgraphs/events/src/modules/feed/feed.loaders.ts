import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { TimeOfDay, Wishes } from './feed-wishes';

export const feedLoaders = ({ db }: Kept) => ({
  /** What a person has said that they look for; null where they said nothing. */
  wishesByUserId: byId(
    async (ids: readonly string[]): Promise<{ userId: string; eventTypes: string[]; wishes: Wishes }[]> => {
      const rows = await db.prisma.discoveryCopy.findMany({ where: { userId: { in: [...ids] } } });
      return rows.map(({ userId, eventTypes, priceMinMinor, priceMaxMinor, currency, times, ...others }) => ({
        userId,
        eventTypes,
        wishes: {
          ...others,
          times: times as TimeOfDay[],
          price:
            priceMinMinor === null || priceMaxMinor === null || currency === null
              ? null
              : { minMinor: priceMinMinor, maxMinor: priceMaxMinor, currency },
        },
      }));
    },
    ({ userId }) => userId,
  ),
});
