import { id, idempotencyKey, z } from '@marquee/platform';

export const shareFreeBusyInput = z.object({ groupId: id(), shared: z.boolean(), idempotencyKey: idempotencyKey() });
export type ShareFreeBusy = z.output<typeof shareFreeBusyInput>;
