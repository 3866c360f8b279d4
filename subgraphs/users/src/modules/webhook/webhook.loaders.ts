import { manyBy } from '@marquee/platform';
import type { WebhookAttempt } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { lastAttempts } from './webhook.sql';

export const webhookLoaders = ({ db }: Kept) => ({
  attemptsByDeliveryId: manyBy(
    (ids: readonly string[]) => db.query<WebhookAttempt>(lastAttempts(ids)),
    ({ deliveryId }) => deliveryId,
  ),
});
