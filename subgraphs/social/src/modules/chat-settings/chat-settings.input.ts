import { idempotencyKey, z } from '@marquee/platform';

export const updateChatSettingsInput = z.object({ readReceipts: z.boolean().nullish(), idempotencyKey: idempotencyKey() });
export type UpdateChatSettings = z.output<typeof updateChatSettingsInput>;
