import type { AchievementBadge } from '../../generated/prisma/client';

export interface AchievementView {
  badge: AchievementBadge;
  earnedAt: Date | null;
  progress: number;
  target: number;
}
