import { inBulk } from '@marquee/platform';
import type { ImportEnded } from '@marquee/schema/topics';

/** Behind the facts of its events, so that who is told of its end finds them there. */
export const importEnded = (payload: Omit<ImportEnded, 'version'>) =>
  inBulk([{ topic: 'import.ended' as const, key: payload.importId, payload: { ...payload, version: 1 } }])[0]!;
