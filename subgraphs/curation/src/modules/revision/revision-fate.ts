import type { Recommendation, Scores } from '../assessment/recommendation';
import { BOUNDARIES } from '../assessment/recommendation';

/** What becomes of a proposed change once it is screened. */
export type RevisionFate = 'APPLY' | 'QUEUE' | 'REFUSE';

/**
 * A change that fails is refused: the approved version is on show, so that nobody is hurt by a mistake of the machine, and its author
 * reads why. One that passes goes on show when its author is trusted, or when it is small. Everything else is read by a curator.
 */
export function revisionFate(recommendation: Recommendation, { trusted, small }: { trusted: boolean; small: boolean }): RevisionFate {
  if (recommendation === 'FAIL') return 'REFUSE';
  return recommendation === 'PASS' && (trusted || small) ? 'APPLY' : 'QUEUE';
}

/** Why the screening refuses, in words for its author. */
export function reasonsOf(scores: Pick<Scores, 'spamProbability'>, flags: readonly string[]): string {
  const reasons = [
    scores.spamProbability >= BOUNDARIES.failSpam ? 'it reads like advertising' : null,
    flags.includes('SHOUTING') ? 'it is written in capitals or exclamation marks' : null,
    flags.includes('SHORT_DESCRIPTION') ? 'the description is very short' : null,
    flags.includes('POSSIBLE_DUPLICATE') ? 'the same event seems to be here already' : null,
  ].filter((reason) => reason !== null);
  return `The automatic screening refuses this change${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}.`;
}
