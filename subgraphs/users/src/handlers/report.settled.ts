import type { Handler } from '../context';
import { reportEnded } from '../modules/notification/notification-report-content';
import { postNotification } from '../modules/notification/notification.store';

/** The reporter hears what came of their report; of what they took back themselves they know. */
export const reportSettled: Handler<'report.settled'> = async ({ payload }, step) => {
  const { reportId, reporterId, kind, outcome } = payload;
  if (!reporterId || outcome === 'WITHDRAWN') return;
  await postNotification(step, [reporterId], reportEnded(reportId, kind, outcome));
};
