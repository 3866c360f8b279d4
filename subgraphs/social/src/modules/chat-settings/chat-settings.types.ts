import type { WhoMayWrite } from '../../generated/prisma/client';

/** What somebody has chosen for all their rooms. */
export interface ChatSettingsView {
  readReceipts: boolean;
  whoMayWrite: WhoMayWrite;
  lastSeen: boolean;
}
