import { id, idempotencyKey, z } from '@marquee/platform';

export const cancelOrderInput = z.object({ orderId: id(), idempotencyKey: idempotencyKey() });

export type CancelOrder = z.output<typeof cancelOrderInput>;
