import type { Handler } from '../context';
import { searchMatched as contentOf } from '../modules/notification/notification-content';
import { subjects } from '../modules/notification/notification-subjects';
import { correctNotification, postNotification, withdrawNotifications } from '../modules/notification/notification.store';

/** Tells a person what a saved search of theirs found; what is gone of it before they have read that is taken out. */
export const searchMatched: Handler<'search.matched'> = async ({ payload }, step) => {
  const content = contentOf(payload);
  if (!content) await withdrawNotifications(step, { subject: subjects.searchMatched(payload.lookId) });
  else if (payload.version === 1) await postNotification(step, [payload.userId], content);
  else await correctNotification(step, subjects.searchMatched(payload.lookId), content);
};
