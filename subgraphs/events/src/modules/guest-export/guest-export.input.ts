import { id, idempotencyKey, z } from '@marquee/platform';

export const exportGuestsInput = z.object({ eventId: id(), idempotencyKey: idempotencyKey() });

export type ExportGuests = z.output<typeof exportGuestsInput>;
