/** Names of this subgraph's live channels. */
export const channels = {
  /** QueuePush: something came into the queue, changed in it, or left it. */
  queue: 'curation:queue',
  /** StatusPush: where an event's latest workflow stands. */
  status: (eventId: string) => `curation:event:${eventId}:status`,
  /** Nothing in particular: what this person may see has changed. */
  rights: (userId: string) => `curation:rights:${userId}`,
};
