import { id, idempotencyKey, z } from '@marquee/platform';

export const openRoomInput = z
  .object({
    ...{ eventId: id().nullish(), groupId: id().nullish() },
    purpose: z.enum(['MAIN', 'BACKSTAGE', 'ANNOUNCEMENTS']).refine((purpose) => purpose !== 'MAIN', 'must be BACKSTAGE or ANNOUNCEMENTS'),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ eventId, groupId }) => (eventId == null) !== (groupId == null), {
    path: ['eventId'],
    message: 'must be given, or groupId, and not both',
  });
export type OpenRoom = z.output<typeof openRoomInput>;
