import type { CurationVerdict, FlagReason, FlagStatus } from '../../generated/prisma/enums';

/** What a curator says of the flags of one reason. */
export interface FlagVerdict {
  reason: FlagReason;
  upheld: boolean;
}

/**
 * What a decision makes of an open flag. What the curator says of its reason counts. Otherwise the decision does: an approval dismisses,
 * anything else upholds; but of a flag about another text than the one that was judged nobody can say, and it counts for nobody.
 */
export function flagOutcome(
  flag: { reason: FlagReason; contentHash: string },
  { decision, verdicts, contentHash }: { decision: CurationVerdict; verdicts: readonly FlagVerdict[]; contentHash: string },
): FlagStatus {
  const said = verdicts.find(({ reason }) => reason === flag.reason);
  if (said) return said.upheld ? 'UPHELD' : 'DISMISSED';
  if (flag.contentHash !== contentHash) return 'OUTDATED';
  return decision === 'APPROVE' ? 'DISMISSED' : 'UPHELD';
}
