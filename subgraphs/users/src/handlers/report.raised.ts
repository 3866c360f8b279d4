import type { Handler } from '../context';
import { profileSeenBy } from '../modules/moderation/moderation-profile.store';
import { profileEvidence } from '../modules/moderation/moderation.facts';
import { organizationSeen } from '../modules/organization/organization-moderation.store';
import { organizationEvidence } from '../modules/organization/organization.facts';

/** Somebody has reported a profile or an organisation: curation is told what it says. */
export const reportRaised: Handler<'report.raised'> = async ({ payload }, step) => {
  const { kind, subjectId } = payload;
  if (kind === 'PROFILE') await step.tell(profileEvidence(payload, await profileSeenBy(step, subjectId)));
  if (kind === 'ORGANIZATION') await step.tell(organizationEvidence(payload, await organizationSeen(step, subjectId)));
};
