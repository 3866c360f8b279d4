import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const promoLoaders = ({ db: { prisma } }: Kept) => ({
  promoCodeById: byId(
    (ids: readonly string[]) => prisma.promoCode.findMany({ where: { id: { in: [...ids] } } }),
    (code) => code.id,
  ),
  codesByOrderId: manyBy(
    async (orderIds: readonly string[]) => {
      const uses = await prisma.orderPromoCode.findMany({
        where: { orderId: { in: [...orderIds] } },
        select: { orderId: true, promoCode: { select: { code: true } } },
      });
      return uses.map(({ orderId, promoCode: { code } }) => ({ orderId, code }));
    },
    (use) => use.orderId,
  ),
});
