import { id, idempotencyKey, z } from '@marquee/platform';

/** Of mutations about one event. */
export const companionsInput = z.object({ eventId: id(), idempotencyKey: idempotencyKey() });
export type CompanionsInput = z.output<typeof companionsInput>;
