import type { Job } from '../context';
import type { ActivityReport } from '../generated/prisma/client';
import type { Kept } from '../kept';
import { wordsPlace } from '../modules/tracking/tracking-activity.store';
import { PERIODS, written } from '../modules/tracking/tracking-days';
import { inNumbers, type Figures } from '../modules/tracking/tracking-figures';
import { zipOf } from '../modules/tracking/tracking-file';
import { fileIsReady, writeSomeReports } from '../modules/tracking/tracking-report.store';

const FILES_AT_ONCE = 20;

/** Writes the reports of weeks and months that are over, and the files that people asked for. Each step can be done again. */
export const writeReports: Job = {
  name: 'write-reports',
  everyMs: 5_000,
  async run({ kept, change }) {
    for (const period of PERIODS) while ((await change((step) => writeSomeReports(step, period))) > 0);
    const waiting = await kept.db.prisma.activityReport.findMany({
      where: { fileKey: { not: null }, fileReadyAt: null },
      orderBy: { id: 'asc' },
      take: FILES_AT_ONCE,
    });
    for (const report of waiting) {
      const file = await fileOf(kept, report);
      await kept.files.put(report.fileKey!, file);
      // Nobody waits for it any more: the person was erased, or asked again.
      if (!(await change((step) => fileIsReady(step, report, file.length)))) await kept.files.delete(report.fileKey!);
    }
  },
};

async function fileOf({ db, fields }: Kept, { userId, period, startsOn, endsOn, figures }: ActivityReport): Promise<Uint8Array> {
  const [reader, rows] = await Promise.all([
    db.prisma.user.findUnique({ where: { id: userId }, select: { language: true } }),
    db.prisma.dailyActivity.findMany({
      where: { userId, day: { gte: startsOn, lte: endsOn } },
      orderBy: [{ day: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    }),
  ]);
  const activities = rows.map(inNumbers).map((row) => ({
    date: written(row.day),
    studyHours: row.studyHours,
    subject: row.subject,
    sleepHours: row.sleepHours,
    mood: row.moodEmoji,
    moodText: fields.openOptional(wordsPlace('sealed_mood_text', row.id), row.sealedMoodText),
    description: fields.openOptional(wordsPlace('sealed_description', row.id), row.sealedDescription),
    tags: row.tags.join(' '),
    notes: fields.openOptional(wordsPlace('sealed_notes', row.id), row.sealedNotes),
  }));
  const language = reader?.language ?? 'EN';
  return zipOf({
    period,
    startsOn: written(startsOn),
    endsOn: written(endsOn),
    figures: figures as unknown as Figures,
    activities,
    language,
  });
}
