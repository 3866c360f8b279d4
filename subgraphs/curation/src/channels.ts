/** Names of this subgraph's live channels. */
export const channels = {
  /** StatusPush: where an event's latest workflow stands. */
  status: (eventId: string) => `curation:event:${eventId}:status`,
  /** Nothing in particular: what this person may see has changed. */
  rights: (userId: string) => `curation:rights:${userId}`,
};
