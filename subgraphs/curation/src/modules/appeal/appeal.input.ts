import { id, idempotencyKey, text, z } from '@marquee/platform';

export const appealDecisionInput = z.object({ workflowId: id(), text: text(4_000, 1), idempotencyKey: idempotencyKey() });
export type AppealDecision = z.output<typeof appealDecisionInput>;
