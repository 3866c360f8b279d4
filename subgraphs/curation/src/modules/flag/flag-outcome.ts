import type { CurationVerdict, FlagReason, FlagStatus } from '../../generated/prisma/enums';

/** What a curator says of one flag, or of those of one reason. */
export type FlagVerdict = { upheld: boolean } & ({ flagId: string } | { reason: FlagReason });

/**
 * What a decision makes of an open flag. What the curator says of the flag counts, then what they say of its reason. Otherwise the decision does: an approval dismisses,
 * anything else upholds; but of a flag about another text than the one that was judged nobody can say, and it counts for nobody.
 */
export function flagOutcome(
  flag: { id: string; reason: FlagReason; contentHash: string },
  { decision, verdicts, contentHash }: { decision: CurationVerdict; verdicts: readonly FlagVerdict[]; contentHash: string },
): FlagStatus {
  const said =
    verdicts.find((verdict) => 'flagId' in verdict && verdict.flagId === flag.id) ??
    verdicts.find((verdict) => 'reason' in verdict && verdict.reason === flag.reason);
  if (said) return said.upheld ? 'UPHELD' : 'DISMISSED';
  if (flag.contentHash !== contentHash) return 'OUTDATED';
  return decision === 'APPROVE' ? 'DISMISSED' : 'UPHELD';
}
