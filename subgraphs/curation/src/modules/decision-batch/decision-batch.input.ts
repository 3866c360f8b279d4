import { id, idempotencyKey, text, z } from '@marquee/platform';
import { checklistAnswers } from '../checklist/checklist.input';

const MOST = 500;

/** Rules about two fields are asked even where a third one is wrong: a form hears of all its faults at once. */
const always = () => true;

const one = z
  .object({
    entryId: id(),
    version: z.number().int('must be a whole number').min(1, 'must be at least 1'),
    decision: z.enum(['APPROVE', 'REQUEST_CHANGES', 'REJECT', 'DISMISS', 'REMOVE']),
    notes: text(4_000).nullish(),
    reason: z.enum(['SPAM', 'DUPLICATE', 'INAPPROPRIATE', 'INACCURATE', 'OTHER']).nullish(),
    cannedReasonId: id().nullish(),
    checklist: checklistAnswers,
  })
  .refine(({ decision, notes, cannedReasonId }) => decision === 'APPROVE' || decision === 'DISMISS' || Boolean(notes || cannedReasonId), {
    path: ['notes'],
    message: 'must say to who made it what is wrong',
    when: always,
  })
  .refine(({ decision, reason }) => decision === 'REJECT' || !reason, {
    path: ['reason'],
    message: 'goes with REJECT alone',
    when: always,
  });
export type BatchDecision = z.output<typeof one>;

export const startDecisionBatchInput = z.object({
  decisions: z
    .array(one)
    .min(1, 'must have at least one')
    .max(MOST, `must have at most ${MOST}`)
    .refine((all) => new Set(all.map(({ entryId }) => entryId)).size === all.length, 'must name each entry once'),
  idempotencyKey: idempotencyKey(),
});
export type StartDecisionBatch = z.output<typeof startDecisionBatchInput>;
