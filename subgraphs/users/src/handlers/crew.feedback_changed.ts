import type { Handler } from '../context';
import { crewFeedbackAsked } from '../modules/notification/notification-invitation-content';
import { subjects } from '../modules/notification/notification-subjects';
import { postNotification, withdrawNotifications } from '../modules/notification/notification.store';

/** Asks those who met in a crew what they say of each other, as long as they can say it. */
export const crewFeedbackChanged: Handler<'crew.feedback_changed'> = async ({ payload }, step) => {
  const { groupId: id, groupName: name, state, openUntil, userIds } = payload;
  const until = new Date(openUntil);
  if (state === 'CLOSED') await withdrawNotifications(step, { subject: subjects.crewFeedback(id) });
  // Heard of when it is over already: nobody is asked for nothing.
  else if (until > step.now) await postNotification(step, userIds, crewFeedbackAsked({ id, name }, until));
};
