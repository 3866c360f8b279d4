import type { NotificationContent } from '../notification/notification-content';
import { subjects } from '../notification/notification-subjects';
import type { Period } from './tracking-days';

interface Reminded {
  id: string;
  title: string;
  progress: unknown;
  target: unknown;
  startsOn: Date;
  endsOn: Date;
}

/** `until`: when the next one comes, or it is over. */
export const goalReminder = ({ id, title, progress, target, endsOn }: Reminded, today: Date, until: Date): NotificationContent => ({
  type: 'GOAL_REMINDER',
  parameters: {
    goal: title,
    progress: `${Number(progress)} / ${Number(target)}`,
    days: Math.round((endsOn.getTime() - today.getTime()) / 86_400_000),
  },
  target: null,
  subject: subjects.goalReminder(id),
  expiresAt: until,
});

export const activityReport = (id: string, period: Period, hours: number): NotificationContent => ({
  type: 'ACTIVITY_REPORT',
  parameters: { period, hours },
  target: null,
  subject: subjects.activityReport(id),
});

export const suggestionsMade = (text: string): NotificationContent => ({
  type: 'PERSONAL_SUGGESTIONS',
  parameters: { text },
  target: null,
  subject: subjects.personalSuggestions,
});
