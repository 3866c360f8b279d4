import type { SubjectKind } from '../../generated/prisma/enums';

const ROLES: Record<SubjectKind, readonly string[]> = {
  REVIEW: ['curator', 'moderator', 'admin'],
  // What people say to each other, and of themselves, is read by few.
  MESSAGE: ['moderator', 'admin'],
  PROFILE: ['moderator', 'admin'],
  POST: ['moderator', 'admin'],
  COMMENT: ['moderator', 'admin'],
  GROUP: ['moderator', 'admin'],
  EVENT: ['curator', 'moderator', 'admin'],
  REVISION: ['curator', 'moderator', 'admin'],
  VENUE: ['curator', 'moderator', 'admin'],
  ORGANIZATION: ['curator', 'moderator', 'admin'],
  COLLECTION: ['curator', 'moderator', 'admin'],
};

/** May this person read and decide what is reported of such a kind? What was escalated an administrator decides. */
export const mayJudge = (viewer: { role: string } | null, kind: SubjectKind): boolean =>
  viewer !== null && ROLES[kind].includes(viewer.role);

/** The kinds that somebody may judge. */
export const kindsFor = (viewer: { role: string }): SubjectKind[] =>
  (Object.keys(ROLES) as SubjectKind[]).filter((kind) => mayJudge(viewer, kind));

/** The organisation that it is, or whose place it is: nobody who works there judges it, and its owners appeal. */
export const organizationOf = ({
  kind,
  subjectId,
  organizationId,
}: {
  kind: SubjectKind;
  subjectId: string;
  organizationId: string | null;
}) => (kind === 'ORGANIZATION' ? subjectId : organizationId);

/** Is it more than what one person wrote? Then it stays when they are gone, and is judged where nobody is known to have made it. */
export const isOfNobody = (kind: SubjectKind): boolean => kind === 'VENUE' || kind === 'ORGANIZATION';
