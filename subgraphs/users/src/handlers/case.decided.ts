import type { CaseDecided } from '@marquee/schema/topics';
import type { Handler, Step } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { keepCase } from '../modules/moderation/moderation-case.store';
import { contentDecided } from '../modules/notification/notification-report-content';
import { decideOrganization, thoseWhoRun } from '../modules/organization/organization-moderation.store';
import { postNotification } from '../modules/notification/notification.store';

/** What was decided about what somebody wrote: an organisation is hidden or shown, a profile is emptied, or filled again; its author is told, and may be suspended. */
export const caseDecided: Handler<'case.decided'> = async ({ payload }, step) => {
  const { authorId, organizationId, kind, outcome } = payload;
  if (kind === 'ORGANIZATION') return organizationDecided(payload, step);
  const isKnown = authorId !== null && !(await isAnyErased(step, [authorId]));
  if (isKnown && !(await keepCase(step, { ...payload, authorId }))) return;
  if (outcome === 'DISMISSED') return;
  // A place of an organisation is nobody's alone.
  if (organizationId)
    return postNotification(step, await thoseWhoRun(step, organizationId), contentDecided(payload.caseId, kind, outcome, payload));
  if (!isKnown) return;
  // Of a review that was removed its author hears by the fact about the review.
  if (kind === 'REVIEW' && outcome === 'REMOVED') return;
  await postNotification(step, [authorId], contentDecided(payload.caseId, kind, outcome, payload));
};

/** It is nobody's alone: all who run it hear of it. */
async function organizationDecided(decided: CaseDecided, step: Step): Promise<void> {
  const { caseId, kind, subjectId, outcome } = decided;
  if (outcome === 'DISMISSED' || !(await decideOrganization(step, decided))) return;
  await postNotification(step, await thoseWhoRun(step, subjectId), contentDecided(caseId, kind, outcome, decided));
}
