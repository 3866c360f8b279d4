import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const interactionLoaders = ({ db }: Kept) => ({
  /** What a person chose; null while they have not. */
  personalizationByUserId: byId(
    (ids: readonly string[]) => db.prisma.personalizationChoice.findMany({ where: { userId: { in: [...ids] } } }),
    ({ userId }) => userId,
  ),
});
