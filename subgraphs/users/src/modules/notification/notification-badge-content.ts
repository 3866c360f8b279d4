import type { AchievementBadge } from '../../generated/prisma/client';
import type { NotificationContent } from './notification-content';
import { subjects } from './notification-subjects';

export const badgeEarned = (badge: AchievementBadge): NotificationContent => ({
  type: 'BADGE_EARNED',
  parameters: { badge },
  target: null,
  subject: subjects.badgeEarned(badge),
});
