import { id, idempotencyKey, text, z } from '@marquee/platform';
import { checklistAnswers } from '../checklist/checklist.input';

const version = z.number().int('must be a whole number').min(1, 'must be at least 1');

const rejectionReason = z.enum(['SPAM', 'DUPLICATE', 'INAPPROPRIATE', 'INACCURATE', 'OTHER']);

export const claimReviewInput = z.object({ workflowId: id(), version, idempotencyKey: idempotencyKey() });
export type ClaimReview = z.output<typeof claimReviewInput>;

/** Rules about two fields are asked even where a third one is wrong: a form hears of all its faults at once. */
const always = () => true;

const one = {
  workflowId: id(),
  version,
  decision: z.enum(['APPROVE', 'REJECT', 'REQUEST_CHANGES']),
  notes: text(4_000).nullish(),
  qualityScore: z.number().min(0, 'must be 0 to 1').max(1, 'must be 0 to 1').nullish(),
  reason: rejectionReason.nullish(),
  cannedReasonId: id().nullish(),
  checklist: checklistAnswers,
};

interface Said {
  decision: string;
  notes?: string | null | undefined;
  reason?: string | null | undefined;
  cannedReasonId?: string | null | undefined;
}
const explained = ({ decision, notes, cannedReasonId }: Said) => decision === 'APPROVE' || Boolean(notes || cannedReasonId);
const unexplained = { path: ['notes'], message: 'must say to the creator what is wrong', when: always };
const reasoned = ({ decision, reason }: Said) => decision === 'REJECT' || !reason;
const unreasoned = { path: ['reason'], message: 'goes with REJECT alone', when: always };

export const decideReviewInput = z
  .object({
    ...one,
    flags: z
      .array(z.object({ reason: z.enum(['SPAM', 'DUPLICATE', 'INAPPROPRIATE', 'INACCURATE', 'DANGEROUS', 'OTHER']), upheld: z.boolean() }))
      .refine((all) => new Set(all.map(({ reason }) => reason)).size === all.length, 'must name each reason at most once')
      .nullish()
      .transform((value) => value ?? []),
    flagDecisions: z
      .array(z.object({ flagId: id(), upheld: z.boolean() }))
      .max(100, 'must have at most 100')
      .refine((all) => new Set(all.map(({ flagId }) => flagId)).size === all.length, 'must name each flag once')
      .nullish()
      .transform((value) => value ?? []),
    idempotencyKey: idempotencyKey(),
  })
  .refine(explained, unexplained)
  .refine(reasoned, unreasoned);
export type DecideReview = z.output<typeof decideReviewInput>;

export const decideReviewsInput = z.object({
  decisions: z
    .array(z.object(one).refine(explained, unexplained).refine(reasoned, unreasoned))
    .min(1, 'must have at least one')
    .max(100, 'must have at most 100')
    .refine((all) => new Set(all.map(({ workflowId }) => workflowId)).size === all.length, 'must name each workflow once'),
  idempotencyKey: idempotencyKey(),
});
export type DecideReviews = z.output<typeof decideReviewsInput>;

export const takeDownEventInput = z.object({
  eventId: id(),
  reason: rejectionReason,
  notes: text(4_000, 1),
  idempotencyKey: idempotencyKey(),
});
export type TakeDownEvent = z.output<typeof takeDownEventInput>;

export const restoreEventInput = z.object({
  eventId: id(),
  eventVersion: version,
  notes: text(4_000).nullish(),
  cannedReasonId: id().nullish(),
  idempotencyKey: idempotencyKey(),
});
export type RestoreEvent = z.output<typeof restoreEventInput>;
