import type { Handler } from '../context';
import { profileSeenBy } from '../modules/moderation/moderation-profile.store';
import { profileEvidence } from '../modules/moderation/moderation.facts';

/** Somebody has reported a profile: curation is told what it says. */
export const reportRaised: Handler<'report.raised'> = async ({ payload }, step) => {
  if (payload.kind !== 'PROFILE') return;
  await step.tell(profileEvidence(payload, await profileSeenBy(step, payload.subjectId)));
};
