import { id, idempotencyKey, text, z } from '@marquee/platform';

export const appealContentDecisionInput = z.object({ decisionId: id(), text: text(4_000, 1), idempotencyKey: idempotencyKey() });
export type AppealContentDecision = z.output<typeof appealContentDecisionInput>;

export const decideCaseAppealInput = z
  .object({
    caseId: id(),
    version: z.number().int('must be a whole number').min(1, 'must be at least 1'),
    verdict: z.enum(['REVERSED', 'UPHELD']),
    notes: text(4_000).nullish(),
    cannedReasonId: id().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ verdict, notes, cannedReasonId }) => verdict === 'REVERSED' || Boolean(notes || cannedReasonId), {
    path: ['notes'],
    message: 'must say to the author why it stands',
    // Even where another field is wrong: a form hears of all its faults at once.
    when: () => true,
  });
export type DecideCaseAppeal = z.output<typeof decideCaseAppealInput>;
