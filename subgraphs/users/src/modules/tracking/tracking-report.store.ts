import { randomUUID } from 'node:crypto';
import { discardFile, reserveFile } from '@marquee/platform';
import type { Step } from '../../context';
import { Prisma, type ActivityReport } from '../../generated/prisma/client';
import { postNotification } from '../notification/notification.store';
import { activityReport } from './tracking-content';
import { beginOf, daysLater, nextReportAt, PERIODS, spanAround, spanBefore, today, type Period, type Span } from './tracking-days';
import { figuresOf, inNumbers, type Figures } from './tracking-figures';

const AT_ONCE = 50;
const DAY_MS = 86_400_000;
const FILE_KEPT_MS = 7 * DAY_MS;

/**
 * Writes the report of a span, or brings it up to date; null and none where nothing was written down. The person's row is held: nothing is written
 * down meanwhile.
 */
async function writeReport(step: Step, userId: string, period: Period, span: Span, zone: string | null): Promise<ActivityReport | null> {
  const { tx, now } = step;
  const { startsOn, endsOn } = span;
  const rows = await tx.dailyActivity.findMany({
    where: { userId, day: { gte: startsOn, lte: endsOn } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const key = { userId, period, startsOn };
  if (rows.length === 0) {
    await tx.activityReport.deleteMany({ where: key });
    return null;
  }
  const [from, to] = [beginOf(startsOn, zone), beginOf(daysLater(endsOn, 1), zone)];
  const goalsCompleted = await tx.goal.count({ where: { userId, status: 'COMPLETED', completedAt: { gte: from, lt: to } } });
  const goalsFailed = await tx.goal.count({ where: { userId, status: 'FAILED', endsOn: { gte: startsOn, lte: endsOn } } });
  const figures = figuresOf(rows.map(inNumbers), span, { goalsCompleted, goalsFailed }) as unknown as Prisma.InputJsonObject;
  return tx.activityReport.upsert({
    where: { userId_period_startsOn: key },
    create: { id: randomUUID(), ...key, endsOn, figures, createdAt: now, updatedAt: now },
    update: { figures, updatedAt: now },
  });
}

/** A day that is over has changed: so have the reports of it, which are made if there were none. */
export async function reportAnew(step: Step, userId: string, day: Date, zone: string | null): Promise<void> {
  const here = today(step.now, zone);
  for (const period of PERIODS) {
    const span = spanAround(period, day);
    if (span.endsOn < here) await writeReport(step, userId, period, span, zone);
  }
}

/** Writes some reports that are due and tells their people; returns how many plans it has looked at. A span without anything ends the plan. */
export async function writeSomeReports(step: Step, period: Period): Promise<number> {
  const { tx, now } = step;
  const [at, field] = period === 'WEEKLY' ? (['weekly_at', 'weeklyAt'] as const) : (['monthly_at', 'monthlyAt'] as const);
  const column = Prisma.raw(`p.${at}`);
  const due = await tx.$queryRaw<{ userId: string; zone: string | null; at: Date }[]>`
    SELECT u.id AS "userId", u.time_zone AS zone, ${column} AS at FROM tracking_plans p JOIN users u ON u.id = p.user_id
    WHERE ${column} <= ${now} ORDER BY ${column}, u.id LIMIT ${AT_ONCE}
    FOR NO KEY UPDATE OF u SKIP LOCKED FOR NO KEY UPDATE OF p SKIP LOCKED`;
  for (const { userId, zone, at: dueAt } of due) {
    // A day later it is within the span after the one that is meant, also where its person lives by another clock by now.
    const within = new Date(dueAt.getTime() + DAY_MS);
    const report = await writeReport(step, userId, period, spanBefore(period, today(within, zone)), zone);
    await tx.trackingPlan.update({ where: { userId }, data: { [field]: report ? nextReportAt(period, within, zone) : null } });
    if (report)
      await postNotification(step, [userId], activityReport(report.id, period, (report.figures as unknown as Figures).studyHours));
  }
  return due.length;
}

/** The key of the file is another one each time: what a slow process still writes is under a key that nobody asks for. */
export async function askForFile(step: Step, { id, userId, fileKey }: ActivityReport): Promise<void> {
  const { tx, now } = step;
  if (fileKey) await discardFile(step, fileKey);
  const key = `reports/${randomUUID()}/report.zip`;
  await reserveFile(step, { key, owner: userId, deleteAt: new Date(now.getTime() + DAY_MS) });
  await tx.activityReport.update({ where: { id }, data: { fileKey: key, fileReadyAt: null, fileExpiresAt: null, fileSize: null } });
}

/** The file is in the store. False when nobody waits for it any more. */
export async function fileIsReady({ tx, now }: Step, { id, fileKey }: ActivityReport, size: number): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + FILE_KEPT_MS);
  const { count } = await tx.activityReport.updateMany({
    where: { id, fileKey, fileReadyAt: null },
    data: { fileReadyAt: now, fileExpiresAt: expiresAt, fileSize: size },
  });
  if (count > 0) await tx.storedFile.updateMany({ where: { key: fileKey! }, data: { deleteAt: expiresAt } });
  return count > 0;
}
