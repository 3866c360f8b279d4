import { manyBy } from '@marquee/platform';
import type { WebhookAttempt } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { lastAttempts } from './webhook.sql';

/** More than its owners and managers make. */
const MOST_OF_AN_ORGANIZATION = 200;

export const webhookLoaders = ({ db }: Kept) => ({
  webhooksByOrganizationId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.webhook.findMany({
        where: { organizationId: { in: [...ids] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: MOST_OF_AN_ORGANIZATION * ids.length,
        include: { selections: { orderBy: { topic: 'asc' }, select: { topic: true } } },
      }),
    ({ organizationId }) => organizationId!,
  ),
  attemptsByDeliveryId: manyBy(
    (ids: readonly string[]) => db.query<WebhookAttempt>(lastAttempts(ids)),
    ({ deliveryId }) => deliveryId,
  ),
});
