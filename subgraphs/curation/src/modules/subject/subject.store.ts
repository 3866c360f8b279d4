import type { Step } from '../../context';
import type { Case } from '../../generated/prisma/client';

/**
 * One thing at a time with one subject: a report that comes while somebody decides waits, and is then a case of its own. Held to the end.
 * Taken before any row of it.
 */
export async function lockSubject({ tx }: Step, { kind, subjectId }: Pick<Case, 'kind' | 'subjectId'>): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`subject ${kind} ${subjectId}`}, 0))::text`;
}
