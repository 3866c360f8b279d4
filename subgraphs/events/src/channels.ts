/** Names of the live channels of this subgraph; what is pushed on each. */
export const channels = {
  /** `{ version }` of the event after each change of it. */
  event: (eventId: string) => `events:event:${eventId}`,
  /** The whole row of counts after each change of it. */
  attendance: (eventId: string) => `events:attendance:${eventId}`,
  /** Nothing in particular: what this person may see has changed. */
  rights: (userId: string) => `events:rights:${userId}`,
};
