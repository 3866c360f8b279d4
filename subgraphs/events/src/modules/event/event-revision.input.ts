import { id, idempotencyKey, z } from '@marquee/platform';

export const withdrawEventRevisionInput = z.object({ revisionId: id(), idempotencyKey: idempotencyKey() });

export type WithdrawEventRevision = z.output<typeof withdrawEventRevisionInput>;
