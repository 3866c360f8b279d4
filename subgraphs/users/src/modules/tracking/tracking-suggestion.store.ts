import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Advice, AdviceWanted } from '../../ports/adviser';
import { postNotification } from '../notification/notification.store';
import { suggestionsMade } from './tracking-content';
import { daysLater, nextSuggestionsAt, today } from './tracking-days';
import { figuresOf, inNumbers } from './tracking-figures';
import { zoneOf } from './tracking-plan.store';
import type { ChooseSuggestions } from './tracking.input';

const DAYS = 14;
/** Longer than an adviser is waited for. */
const LEASE_MS = 2 * 60_000;
const MOST_TRIES = 3;
const KEPT_MS = 90 * 86_400_000;
const AT_ONCE = 1_000;

/** The first ones are due at once, and where only the adviser is another one, as before. */
export async function chooseSuggestions({ tx, now }: Step, userId: string, { frequency, byModel }: ChooseSuggestions): Promise<null> {
  const before = await tx.trackingPlan.findUnique({ where: { userId } });
  const suggestionsAt = frequency === 'NONE' ? null : before?.suggestions === frequency ? before.suggestionsAt : now;
  const data = { suggestions: frequency, byModel, suggestionsAt, suggestionTries: 0 };
  await tx.trackingPlan.upsert({ where: { userId }, create: { userId, ...data }, update: data });
  return null;
}

/** Suggestions that are to be made now. `mayAskModel`: their person agrees, and the model was not tried too often. */
export interface DueSuggestions {
  userId: string;
  mayAskModel: boolean;
  tries: number;
  wanted: AdviceWanted;
}

/** Takes one whose suggestions are due, for as long as the lease; null when there is none. Who cannot sign in gets none. */
export async function takeDueSuggestions(step: Step): Promise<DueSuggestions | null> {
  const { tx, now } = step;
  const [due] = await tx.$queryRaw<{ userId: string; byModel: boolean; tries: number }[]>`
    UPDATE tracking_plans SET suggestions_at = ${new Date(now.getTime() + LEASE_MS)}, suggestion_tries = suggestion_tries + 1
    WHERE user_id = (SELECT p.user_id FROM tracking_plans p JOIN users u ON u.id = p.user_id
                     WHERE p.suggestions_at <= ${now} AND u.suspended_at IS NULL AND u.deactivated_at IS NULL
                     ORDER BY p.suggestions_at, p.user_id LIMIT 1 FOR UPDATE OF p SKIP LOCKED)
    RETURNING user_id AS "userId", by_model AS "byModel", suggestion_tries AS tries`;
  if (!due) return null;
  const { userId, byModel, tries } = due;
  return { userId, tries, mayAskModel: byModel && tries <= MOST_TRIES, wanted: await wantedOf(step, userId) };
}

async function wantedOf(step: Step, userId: string): Promise<AdviceWanted> {
  const { tx, now } = step;
  const { language } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { language: true } });
  const here = today(now, await zoneOf(step, userId));
  const span = { startsOn: daysLater(here, -DAYS), endsOn: daysLater(here, -1) };
  const found = await tx.dailyActivity.findMany({
    where: { userId, day: { gte: span.startsOn, lte: span.endsOn } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const rows = found.map(inNumbers);
  const days = figuresOf(rows, span, { goalsCompleted: 0, goalsFailed: 0 }).days.map((day) => {
    const of = rows.filter((row) => row.day.toISOString().startsWith(day.date));
    return {
      ...day,
      emoji: of.flatMap(({ moodEmoji }) => moodEmoji ?? []),
      subjects: [...new Set(of.flatMap(({ subject }) => subject ?? []))],
      tags: [...new Set(of.flatMap(({ tags }) => tags))],
      activities: of.length,
    };
  });
  const active = await tx.goal.findMany({ where: { userId, status: 'ACTIVE', startsOn: { lte: here } }, orderBy: { endsOn: 'asc' } });
  const between = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / 86_400_000);
  const goals = active.map(({ title, progress, target, startsOn, endsOn }) => ({
    ...{ title, progress: Number(progress), target: Number(target) },
    ...{ daysGone: between(startsOn, here), daysLeft: between(here, endsOn) + 1 },
  }));
  return { language: language ?? 'EN', days, goals };
}

/** Writes suggestions down and tells their person. Nothing where the choice is another one by now, or another process has done it. */
export async function suggestionsAreMade(
  step: Step,
  { userId, tries }: Pick<DueSuggestions, 'userId' | 'tries'>,
  advice: readonly Advice[],
  madeBy: 'RULES' | 'MODEL',
): Promise<void> {
  const { tx, now } = step;
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  const plan = await tx.trackingPlan.findFirst({ where: { userId, suggestionTries: tries } });
  if (!plan || plan.suggestions === 'NONE' || (madeBy === 'MODEL' && !plan.byModel)) return;
  await tx.trackingPlan.update({
    where: { userId },
    data: { suggestionTries: 0, suggestionsAt: nextSuggestionsAt(plan.suggestions, now, await zoneOf(step, userId)) },
  });
  if (advice.length === 0) return;
  await tx.personalSuggestion.createMany({ data: advice.map((one) => ({ id: randomUUID(), userId, ...one, madeBy, createdAt: now })) });
  await postNotification(step, [userId], suggestionsMade(advice[0]!.text));
}

/** The model gave nothing: asked again a little later. */
export async function suggestionsAreDelayed({ tx, now }: Step, { userId, tries }: DueSuggestions, afterMs: number): Promise<void> {
  await tx.trackingPlan.updateMany({
    where: { userId, suggestionTries: tries, suggestionsAt: { not: null } },
    data: { suggestionsAt: new Date(now.getTime() + afterMs) },
  });
}

/** Returns false when there are none left to forget. */
export async function forgetSomeSuggestions({ tx, now }: Step): Promise<boolean> {
  const old = new Date(now.getTime() - KEPT_MS);
  const gone = await tx.$executeRaw`
    DELETE FROM personal_suggestions WHERE id IN (SELECT id FROM personal_suggestions WHERE created_at <= ${old} LIMIT ${AT_ONCE})`;
  return gone === AT_ONCE;
}
