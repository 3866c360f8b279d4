import type { SubjectKind } from '../../generated/prisma/enums';

/** All that is judged. */
export const SUBJECT_KINDS = [
  'REVIEW',
  'MESSAGE',
  'PROFILE',
  'EVENT',
  'REVISION',
  'POST',
  'COMMENT',
  'GROUP',
  'VENUE',
  'ORGANIZATION',
  'COLLECTION',
] as const satisfies readonly SubjectKind[];
