import { randomUUID } from 'node:crypto';
import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { Goal } from '../../generated/prisma/client';
import { postNotification, withdrawNotifications } from '../notification/notification.store';
import { subjects } from '../notification/notification-subjects';
import { goalReminder } from './tracking-content';
import { beginOf, dayOf, daysLater, nextReminderAt, rounded, spanFrom, today } from './tracking-days';
import { zoneOf } from './tracking-plan.store';
import type { CreateGoal, UpdateGoal } from './tracking.input';

const MOST_ACTIVE = 50;
const FURTHEST_DAYS = 366;
const AT_ONCE = 200;
/** Later a reminder of the day before would only puzzle. */
const TOO_LATE_MS = 6 * 3_600_000;

/** Returns the id. */
export async function createGoal(step: Step, userId: string, input: CreateGoal): Promise<string> {
  const { tx, now } = step;
  const { title, description, type: period, measure, startDate, targetValue: target, remindAt = null } = input;
  const zone = await zoneOf(step, userId);
  const here = today(now, zone);
  const span = spanFrom(period, startDate ? dayOf(startDate) : here);
  if (span.endsOn < here) throw invalidInput('startDate', 'must not be so long ago that the goal is over');
  if (span.startsOn > daysLater(here, FURTHEST_DAYS)) throw invalidInput('startDate', 'must be at most a year ahead');
  if ((await tx.goal.count({ where: { userId, status: 'ACTIVE' } })) >= MOST_ACTIVE)
    throw notAllowed(`You have ${MOST_ACTIVE} goals under way. Complete or delete one first.`);
  const id = randomUUID();
  const times = { nextReminderAt: nextReminderAt(now, span, remindAt, zone), endsAt: beginOf(daysLater(span.endsOn, 1), zone) };
  const said = { title, description: description || null, period, measure, target, remindAt };
  await tx.goal.create({ data: { id, userId, ...said, ...span, ...times, createdAt: now, updatedAt: now } });
  await recountGoals(step, userId);
  return id;
}

/** One of a person's own that is under way, locked: the job that ends goals waits, or has ended it. */
async function lockActive({ tx, kept }: Step, userId: string, id: string): Promise<Goal> {
  await tx.$queryRaw`SELECT 1 FROM goals WHERE id = ${id}::uuid AND user_id = ${userId}::uuid FOR UPDATE`;
  const goal = await tx.goal.findFirst({ where: { id, userId } });
  if (!goal) throw notFound('This goal');
  if (goal.status !== 'ACTIVE' || goal.endsAt <= kept.clock.now()) throw notAllowed('This goal has ended.');
  return goal;
}

export async function changeGoal(step: Step, userId: string, input: UpdateGoal): Promise<null> {
  const { tx, now } = step;
  const { id, title, description, targetValue: target, remindAt } = input;
  const goal = await lockActive(step, userId, id);
  const reminder =
    remindAt === undefined ? {} : { remindAt, nextReminderAt: nextReminderAt(now, goal, remindAt, await zoneOf(step, userId)) };
  const text = description === undefined ? undefined : description || null;
  await tx.goal.update({ where: { id }, data: { title, description: text, target, ...reminder, updatedAt: now } });
  await completeReached(step, userId);
  return null;
}

export async function addProgress(step: Step, userId: string, id: string, add: number): Promise<null> {
  const { tx, now } = step;
  const goal = await lockActive(step, userId, id);
  if (goal.measure !== 'OWN') throw notAllowed('This goal counts the hours of study that you write down.');
  const progress = Math.min(10_000_000, Math.max(0, rounded(Number(goal.progress) + add)));
  await tx.goal.update({ where: { id }, data: { progress, updatedAt: now } });
  await completeReached(step, userId);
  return null;
}

export async function deleteGoal(step: Step, userId: string, id: string): Promise<null> {
  if ((await step.tx.goal.deleteMany({ where: { id, userId } })).count === 0) throw notFound('This goal');
  await withdrawNotifications(step, { userId, subject: subjects.goalReminder(id) });
  return null;
}

/** Those under way that count hours of study, by what is written down of their days now. */
export async function recountGoals(step: Step, userId: string): Promise<void> {
  const { tx, now } = step;
  await tx.$executeRaw`
    UPDATE goals g SET progress = s.hours, updated_at = ${now}
    FROM (SELECT o.id, coalesce(sum(a.study_hours), 0) AS hours
          FROM goals o LEFT JOIN daily_activities a ON a.user_id = o.user_id AND a.day BETWEEN o.starts_on AND o.ends_on
          WHERE o.user_id = ${userId}::uuid AND o.status = 'ACTIVE' AND o.measure = 'STUDY_HOURS' GROUP BY o.id) s
    WHERE g.id = s.id AND g.status = 'ACTIVE' AND g.progress <> s.hours`;
  await completeReached(step, userId);
}

async function completeReached(step: Step, userId: string): Promise<void> {
  const { tx, now } = step;
  const reached = await tx.$queryRaw<{ id: string }[]>`
    UPDATE goals SET status = 'COMPLETED', completed_at = ${now}, updated_at = ${now}, next_reminder_at = NULL
    WHERE user_id = ${userId}::uuid AND status = 'ACTIVE' AND progress >= target RETURNING id`;
  for (const { id } of reached) await withdrawNotifications(step, { userId, subject: subjects.goalReminder(id) });
}

/** Some whose last day is over, each by its person's clock; returns how many. */
export async function failSomeGoals(step: Step): Promise<number> {
  const { tx, now } = step;
  const over = await tx.$queryRaw<{ id: string; userId: string }[]>`
    UPDATE goals SET status = 'FAILED', updated_at = ${now}, next_reminder_at = NULL
    WHERE id IN (SELECT id FROM goals WHERE status = 'ACTIVE' AND ends_at <= ${now} ORDER BY ends_at, id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING id, user_id AS "userId"`;
  for (const { id, userId } of over) await withdrawNotifications(step, { userId, subject: subjects.goalReminder(id) });
  return over.length;
}

/** Reminds of some goals whose time of day has come; returns how many. What was missed for hours is left out: the next one comes. */
export async function remindOfSomeGoals(step: Step): Promise<number> {
  const { tx, now } = step;
  const due = await tx.$queryRaw<{ id: string; zone: string | null }[]>`
    SELECT g.id, u.time_zone AS zone FROM goals g JOIN users u ON u.id = g.user_id
    WHERE g.status = 'ACTIVE' AND g.next_reminder_at <= ${now} AND g.ends_at > ${now}
    ORDER BY g.next_reminder_at, g.id LIMIT ${AT_ONCE} FOR UPDATE OF g SKIP LOCKED FOR KEY SHARE OF u SKIP LOCKED`;
  const goals = await tx.goal.findMany({ where: { id: { in: due.map(({ id }) => id) } } });
  const zones = new Map(due.map(({ id, zone }) => [id, zone]));
  for (const goal of goals) {
    const zone = zones.get(goal.id) ?? null;
    const next = nextReminderAt(now, goal, goal.remindAt, zone);
    await tx.goal.update({ where: { id: goal.id }, data: { nextReminderAt: next } });
    if (goal.nextReminderAt!.getTime() + TOO_LATE_MS <= now.getTime()) continue;
    await postNotification(step, [goal.userId], goalReminder(goal, today(now, zone), next ?? goal.endsAt));
  }
  return goals.length;
}

/** Another zone moves the times of what is under way. */
export async function moveGoals({ tx, now }: Step, userId: string, zone: string | null): Promise<void> {
  for (const goal of await tx.goal.findMany({ where: { userId, status: 'ACTIVE' } })) {
    const times = { nextReminderAt: nextReminderAt(now, goal, goal.remindAt, zone), endsAt: beginOf(daysLater(goal.endsOn, 1), zone) };
    await tx.goal.updateMany({ where: { id: goal.id, status: 'ACTIVE' }, data: times });
  }
}
