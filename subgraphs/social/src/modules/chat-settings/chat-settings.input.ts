import { idempotencyKey, z } from '@marquee/platform';

export const updateChatSettingsInput = z.object({
  readReceipts: z.boolean().nullish(),
  lastSeen: z.boolean().nullish(),
  whoMayWrite: z.enum(['EVERYBODY', 'FRIENDS_OF_FRIENDS', 'FRIENDS', 'NOBODY']).nullish(),
  idempotencyKey: idempotencyKey(),
});
export type UpdateChatSettings = z.output<typeof updateChatSettingsInput>;
