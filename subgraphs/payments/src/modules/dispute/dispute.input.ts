import { id, idempotencyKey, text, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';

export const submitDisputeEvidenceInput = z.object({
  disputeId: id(),
  text: withoutCard(text(10_000, 1)),
  idempotencyKey: idempotencyKey(),
});

export type SubmitDisputeEvidence = z.output<typeof submitDisputeEvidenceInput>;
