import type { SubjectKind } from '../../generated/prisma/enums';

/** Something came into the queue, changed in it, or left it. */
export interface QueuePush {
  entryId: string;
  kind: SubjectKind;
  /** Nobody follows what they made themselves. */
  authorId: string | null;
}
