import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import { partKeys } from './export-keys';

/** Every subgraph is to write its part. */
export const exportRequested = (exportId: string, userId: string, expiresAt: Date): FactOf<Pick<Topics, 'export.requested'>> => ({
  topic: 'export.requested',
  key: userId,
  payload: { exportId, userId, keys: partKeys(exportId), expiresAt: expiresAt.toISOString() },
});
