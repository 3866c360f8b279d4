/** What somebody has chosen for all their rooms. */
export interface ChatSettingsView {
  readReceipts: boolean;
}
