import { id, idempotencyKey, text, z } from '@marquee/platform';

export const announceToGuestsInput = z.object({
  eventId: id(),
  statuses: z
    .array(z.enum(['GOING', 'INTERESTED', 'MAYBE', 'WAITLISTED', 'PENDING_APPROVAL'], 'must be an answer of somebody who may come'))
    .min(1, 'must name at least one')
    .max(5, 'must name at most 5')
    .refine((statuses) => new Set(statuses).size === statuses.length, 'must be different'),
  text: text(300, 1),
  idempotencyKey: idempotencyKey(),
});

export type AnnounceToGuests = z.output<typeof announceToGuestsInput>;
