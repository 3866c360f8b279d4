import type { Handler } from '../context';
import { decideVenue } from '../modules/venue/venue-moderation.store';

/** A curator has decided about a place that was reported: it is hidden, or shown again. */
export const caseDecided: Handler<'case.decided'> = async ({ payload }, step) => {
  const { kind, subjectId, outcome, decidedAt } = payload;
  if (kind === 'VENUE' && outcome !== 'DISMISSED') await decideVenue(step, subjectId, outcome === 'REMOVED', new Date(decidedAt));
};
