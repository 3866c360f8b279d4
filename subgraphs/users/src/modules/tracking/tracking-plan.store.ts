import type { Step } from '../../context';
import { nextReportAt, nextSuggestionsAt } from './tracking-days';

export const zoneOf = async ({ tx }: Step, userId: string): Promise<string | null> =>
  (await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { timeZone: true } })).timeZone;

/** Something was written down: its week and its month will be reported. */
export async function planReports({ tx, now }: Step, userId: string, zone: string | null): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO tracking_plans AS p (user_id, weekly_at, monthly_at)
    VALUES (${userId}::uuid, ${nextReportAt('WEEKLY', now, zone)}, ${nextReportAt('MONTHLY', now, zone)})
    ON CONFLICT (user_id) DO UPDATE SET weekly_at = coalesce(p.weekly_at, excluded.weekly_at), monthly_at = coalesce(p.monthly_at, excluded.monthly_at)`;
}

/** Another zone moves what is to come; what is due already stays so. */
export async function movePlan({ tx, now }: Step, userId: string, zone: string | null): Promise<void> {
  const plan = await tx.trackingPlan.findUnique({ where: { userId } });
  if (!plan) return;
  const { weeklyAt, monthlyAt, suggestions, suggestionsAt } = plan;
  const toCome = (at: Date | null): boolean => at !== null && at > now;
  await tx.trackingPlan.update({
    where: { userId },
    data: {
      ...(toCome(weeklyAt) ? { weeklyAt: nextReportAt('WEEKLY', now, zone) } : {}),
      ...(toCome(monthlyAt) ? { monthlyAt: nextReportAt('MONTHLY', now, zone) } : {}),
      ...(suggestions !== 'NONE' && toCome(suggestionsAt) && plan.suggestionTries === 0
        ? { suggestionsAt: nextSuggestionsAt(suggestions, now, zone) }
        : {}),
    },
  });
}
