import { randomUUID } from 'node:crypto';
import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { DailyActivity, Prisma } from '../../generated/prisma/client';
import { dayOf, today, written } from './tracking-days';
import { recountGoals } from './tracking-goal.store';
import { planReports, zoneOf } from './tracking-plan.store';
import { reportAnew } from './tracking-report.store';
import type { RecordDailyActivity, UpdateDailyActivity } from './tracking.input';

const MOST_A_DAY = 20;
const HOURS = 24;

export const wordsPlace = (column: 'sealed_description' | 'sealed_mood_text' | 'sealed_notes', id: string) => ({
  table: 'daily_activities',
  column,
  id,
});

type Written = Omit<RecordDailyActivity, 'date' | 'idempotencyKey'>;

/** What is undefined stays, what is null is emptied. */
function columnsOf({ kept: { fields } }: Step, id: string, input: Written): Prisma.DailyActivityUpdateInput {
  const { studyHours, subject, sleepHours, description, mood, tags, notes } = input;
  const sealed = (column: Parameters<typeof wordsPlace>[0], words: string | null | undefined) =>
    words === undefined ? undefined : fields.sealOptional(wordsPlace(column, id), words || null);
  return {
    studyHours,
    subject,
    sleepHours,
    moodEmoji: mood === undefined ? undefined : (mood?.emoji ?? null),
    sealedMoodText: mood === undefined ? undefined : sealed('sealed_mood_text', mood?.text ?? null),
    sealedDescription: sealed('sealed_description', description),
    sealedNotes: sealed('sealed_notes', notes),
    tags: tags === undefined ? undefined : (tags ?? []),
  };
}

/** Returns the id. The person's row is held, as by each of their changes: what they wrote down on a day does not change meanwhile. */
export async function recordActivity(step: Step, userId: string, { date, ...input }: RecordDailyActivity): Promise<string> {
  const { tx, now } = step;
  const timeZone = await zoneOf(step, userId);
  const day = dayOf(date);
  if (day > today(now, timeZone)) throw invalidInput('date', `must be at most ${written(today(now, timeZone))}, today`);
  if ((await tx.dailyActivity.count({ where: { userId, day } })) >= MOST_A_DAY)
    throw notAllowed(`There are ${MOST_A_DAY} activities of this day already.`);
  const id = randomUUID();
  const data = columnsOf(step, id, input) as Prisma.DailyActivityUncheckedCreateInput;
  const row = await tx.dailyActivity.create({
    data: { ...data, id, userId, day, tags: data.tags ?? [], createdAt: now, updatedAt: now },
  });
  await followUp(step, row, timeZone);
  await planReports(step, userId, timeZone);
  return id;
}

export async function changeActivity(step: Step, userId: string, { id, ...input }: UpdateDailyActivity): Promise<null> {
  const { tx, now } = step;
  await requireOwn(step, userId, id);
  const row = await tx.dailyActivity.update({ where: { id }, data: { ...columnsOf(step, id, input), updatedAt: now } });
  await followUp(step, row, await zoneOf(step, userId));
  return null;
}

export async function deleteActivity(step: Step, userId: string, id: string): Promise<null> {
  const { day } = await requireOwn(step, userId, id);
  await step.tx.dailyActivity.delete({ where: { id } });
  await recountGoals(step, userId);
  await reportAnew(step, userId, day, await zoneOf(step, userId));
  return null;
}

async function requireOwn({ tx }: Step, userId: string, id: string): Promise<DailyActivity> {
  const row = await tx.dailyActivity.findFirst({ where: { id, userId } });
  if (!row) throw notFound('This activity');
  return row;
}

/** What must be so after a change, and what follows from it. */
async function followUp(step: Step, row: DailyActivity, zone: string | null): Promise<void> {
  const { userId, day, studyHours, subject, sleepHours, moodEmoji, tags, sealedDescription, sealedNotes } = row;
  const said = [studyHours, subject, sleepHours, moodEmoji, sealedDescription, sealedNotes].some((value) => value !== null);
  if (!said && tags.length === 0) throw invalidInput(null, 'must hold something beside the date');
  const { _sum: all } = await step.tx.dailyActivity.aggregate({ where: { userId, day }, _sum: { studyHours: true } });
  if (Number(all.studyHours ?? 0) > HOURS) throw invalidInput('studyHours', 'must leave the hours of the day at most 24');
  await recountGoals(step, userId);
  await reportAnew(step, userId, day, zone);
}
