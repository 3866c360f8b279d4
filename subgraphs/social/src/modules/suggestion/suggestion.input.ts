import { id, idempotencyKey, z } from '@marquee/platform';

export const dismissSuggestionInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type DismissSuggestion = z.output<typeof dismissSuggestionInput>;
