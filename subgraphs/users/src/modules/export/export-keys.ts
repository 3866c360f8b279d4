import type { ErasureParty } from '@marquee/schema/topics';
import { PARTIES } from '../erasure/erasure-blockers';

/** Where a part is in the store for files, and the whole. None is public. */
export const partKey = (exportId: string, party: ErasureParty): string => `exports/${exportId}/${party}.json`;
export const archiveKey = (exportId: string): string => `exports/${exportId}/marquee-data.zip`;

export const partKeys = (exportId: string): Record<ErasureParty, string> =>
  Object.fromEntries(PARTIES.map((party) => [party, partKey(exportId, party)])) as Record<ErasureParty, string>;
