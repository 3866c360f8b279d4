/** Names of this subgraph's live channels. */
export const channels = {
  /** StatusPush: where an event's latest workflow stands. */
  status: (eventId: string) => `curation:event:${eventId}:status`,
};
