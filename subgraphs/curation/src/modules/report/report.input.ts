import { id, idempotencyKey, text, z } from '@marquee/platform';

/** Of what there are cases. */
const REPORTABLE = ['REVIEW', 'MESSAGE', 'PROFILE', 'POST', 'COMMENT', 'GROUP', 'COLLECTION', 'VENUE', 'ORGANIZATION'] as const;

export const reportInput = z
  .object({
    kind: z.enum(REPORTABLE, 'must be something that can be reported; an event is flagged'),
    subjectId: id(),
    reason: z.enum(['SPAM', 'HARASSMENT', 'HATE', 'SEXUAL', 'DANGEROUS', 'IMPERSONATION', 'OTHER']),
    details: text(1_000).nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ reason, details }) => reason !== 'OTHER' || Boolean(details), {
    path: ['details'],
    message: 'must say what is wrong',
    // Even where another field is wrong: a form hears of all its faults at once.
    when: () => true,
  });
export type NewReport = z.output<typeof reportInput>;

export const withdrawReportInput = z.object({ reportId: id(), idempotencyKey: idempotencyKey() });
export type WithdrawReport = z.output<typeof withdrawReportInput>;
