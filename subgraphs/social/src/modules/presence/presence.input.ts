import { idempotencyKey, z } from '@marquee/platform';

export const setPresenceInput = z.object({ state: z.enum(['ONLINE', 'AWAY', 'BUSY', 'OFFLINE']), idempotencyKey: idempotencyKey() });
export type SetPresence = z.output<typeof setPresenceInput>;
