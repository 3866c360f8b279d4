import type { Handler } from '../context';
import { venueSeen } from '../modules/venue/venue-moderation.store';
import { venueEvidence } from '../modules/venue/venue.facts';

/** Somebody has reported a place: curation is told what it says. */
export const reportRaised: Handler<'report.raised'> = async ({ payload }, step) => {
  if (payload.kind === 'VENUE') await step.tell(venueEvidence(payload, await venueSeen(step, payload.subjectId)));
};
