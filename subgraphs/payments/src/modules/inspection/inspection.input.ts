import { id, idempotencyKey, text, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';

export const decideInspectionInput = z.object({
  inspectionId: id(),
  decision: z.enum(['RELEASE', 'REFUND']),
  note: withoutCard(text(1_000)).nullish(),
  idempotencyKey: idempotencyKey(),
});

export type DecideInspection = z.output<typeof decideInspectionInput>;
