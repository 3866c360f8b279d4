import { workChannel } from '@marquee/platform';

/** Names of the live channels of this subgraph; what is pushed on each. */
export const channels = {
  /** `{ version }` of the event after each change of it. */
  event: (eventId: string) => `events:event:${eventId}`,
  /** The whole row of counts after each change of it. */
  attendance: (eventId: string) => `events:attendance:${eventId}`,
  /** `{ id }` of a public event of this kind (by its slug) that comes on show, */
  appearedOf: (slug: string) => `events:appeared:${slug}`,
  /** and in this cell of the earth. */
  appearedAt: (cell: string) => `events:appeared-at:${cell}`,
  /** `{ id }` of the answer of somebody who is interested from now on. */
  interest: (eventId: string) => `events:interest:${eventId}`,
  /** `{ version }` of the import after each change of it. */
  import: (importId: string) => workChannel(importId),
  /** `{ version }` of the picture after each change of it. */
  image: (imageId: string) => `events:image:${imageId}`,
  /** Nothing in particular: what this person may see has changed. */
  rights: (userId: string) => `events:rights:${userId}`,
};
