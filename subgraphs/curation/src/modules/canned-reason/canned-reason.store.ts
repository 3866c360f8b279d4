import { invalidInput } from '@marquee/platform';
import type { Step } from '../../context';
import type { CannedReason } from '../../generated/prisma/client';
import type { DecisionKind, SubjectKind } from '../../generated/prisma/enums';

/** The reason that a decision names, which must fit it; null where it names none. */
export async function requireFitting(
  { tx }: Step,
  cannedReasonId: string | null | undefined,
  { kind, decision }: { kind: SubjectKind; decision: DecisionKind },
): Promise<CannedReason | null> {
  if (!cannedReasonId) return null;
  const canned = await tx.cannedReason.findUnique({ where: { id: cannedReasonId } });
  if (!canned || canned.archivedAt) throw invalidInput('cannedReasonId', 'must be a reason that is not put away');
  if (!canned.decisions.includes(decision) || (canned.kinds.length > 0 && !canned.kinds.includes(kind)))
    throw invalidInput('cannedReasonId', 'must be a reason that fits this kind of thing and this decision');
  return canned;
}

/** Two at once must count each other. */
export const lockCannedReasons = ({ tx }: Step) => tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('canned reasons', 0))::text`;
