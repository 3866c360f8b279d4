import { idempotencyKey, z } from '@marquee/platform';

export const findContactsInput = z.object({
  numbers: z
    .array(z.string().max(40, 'must have at most 40 characters'))
    .min(1, 'must have at least 1 entry')
    .max(500, 'must have at most 500 entries'),
  idempotencyKey: idempotencyKey(),
});

export type FindContacts = z.output<typeof findContactsInput>;
