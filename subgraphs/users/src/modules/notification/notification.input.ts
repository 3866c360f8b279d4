import { id, idempotencyKey, z } from '@marquee/platform';
import { NotificationType } from '../../generated/prisma/client';

export const notificationTypes = Object.values(NotificationType);

export const markReadInput = z.object({
  ids: z.array(id()).min(1, 'must name at least one notification').max(100, 'must name at most 100 notifications'),
  idempotencyKey: idempotencyKey(),
});

export const markAllReadInput = z.object({ idempotencyKey: idempotencyKey() });

export const preferencesInput = z.object({
  preferences: z
    .array(z.object({ type: z.enum(notificationTypes), enabled: z.boolean() }))
    .max(notificationTypes.length, 'must name each kind at most once')
    .refine((all) => new Set(all.map(({ type }) => type)).size === all.length, 'must name each kind at most once'),
  idempotencyKey: idempotencyKey(),
});
