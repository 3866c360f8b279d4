import type { Handler } from '../context';
import { thoseWhoRun } from '../modules/organization/organization-moderation.store';
import { contentAppealUpheld } from '../modules/notification/notification-report-content';
import { postNotification } from '../modules/notification/notification.store';

/** The author, or who runs the organisation whose it is, hears when an appeal was not granted; of what is back they hear by the decision that puts it back. */
export const caseAppealDecided: Handler<'case.appeal_decided'> = async ({ payload }, step) => {
  const { authorId, kind, subjectId, outcome } = payload;
  const organizationId = kind === 'ORGANIZATION' ? subjectId : payload.organizationId;
  if (outcome !== 'UPHELD') return;
  const people = organizationId ? await thoseWhoRun(step, organizationId) : authorId ? [authorId] : [];
  await postNotification(step, people, contentAppealUpheld(payload));
};
