import type { Handler } from '../context';
import { contentAppealUpheld } from '../modules/notification/notification-report-content';
import { postNotification } from '../modules/notification/notification.store';

/** The author hears when an appeal was not granted; of what is back they hear by the decision that puts it back. */
export const caseAppealDecided: Handler<'case.appeal_decided'> = async ({ payload }, step) => {
  const { authorId, outcome } = payload;
  if (authorId && outcome === 'UPHELD') await postNotification(step, [authorId], contentAppealUpheld(payload));
};
