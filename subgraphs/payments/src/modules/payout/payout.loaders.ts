import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const payoutLoaders = ({ db: { prisma } }: Kept) => ({
  payeeById: byId(
    (ids: readonly string[]) => prisma.payee.findMany({ where: { id: { in: [...ids] } } }),
    (payee) => payee.id,
  ),
  payoutById: byId(
    (ids: readonly string[]) => prisma.payout.findMany({ where: { id: { in: [...ids] } } }),
    (payout) => payout.id,
  ),
});
