import type { ErasureParty, ExportPartReady, ExportRequested } from '../topics';

/** What a party writes for `export.requested`. */
export const exportTask = (party: ErasureParty, { exportId, userId, keys, expiresAt }: ExportRequested) => ({
  ...{ exportId, userId },
  key: keys[party],
  expiresAt: new Date(expiresAt),
});

export const exportPartReady = (
  party: ErasureParty,
  { exportId, userId }: { exportId: string; userId: string },
): { topic: 'export.part_ready'; key: string; payload: ExportPartReady } => ({
  topic: 'export.part_ready',
  key: userId,
  payload: { exportId, userId, party },
});
