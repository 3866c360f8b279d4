import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { keepCase } from '../modules/moderation/moderation-case.store';
import { contentDecided } from '../modules/notification/notification-report-content';
import { postNotification } from '../modules/notification/notification.store';

/** What was decided about what somebody wrote: a profile is emptied, or filled again; its author is told, and may be suspended. */
export const caseDecided: Handler<'case.decided'> = async ({ payload }, step) => {
  const { authorId, kind, outcome, notes } = payload;
  if (!authorId || (await isAnyErased(step, [authorId]))) return;
  if (!(await keepCase(step, { ...payload, authorId })) || outcome === 'DISMISSED') return;
  // Of a review that was removed its author hears by the fact about the review.
  if (kind === 'REVIEW' && outcome === 'REMOVED') return;
  await postNotification(step, [authorId], contentDecided(payload.caseId, kind, outcome, notes));
};
