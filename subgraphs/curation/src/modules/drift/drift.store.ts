import type { Kept } from '../../kept';
import type { Step } from '../../context';
import type { ScreeningDrift } from '../../generated/prisma/client';
import { driftParts, type DriftWindows, type PartRow } from './drift.sql';
import { byFeature } from './drift-features';
import { stability } from './stability-index';

const DAY_MS = 86_400_000;
const RECENT_DAYS = 7;
const REFERENCE_DAYS = 30;
export const KEPT_DAYS = 90;

/** What is screened now beside what was screened before the classifier in use was trained, one row for each thing that is looked at. */
export async function measureDrift({ db, clock, spam }: Kept): Promise<ScreeningDrift[]> {
  const version = await spam.versionInUse();
  const model = await db.prisma.learnedModel.findUnique({
    where: { name_version: { name: 'spam', version } },
    select: { trainedAt: true },
  });
  const windows = windowsAt(clock.now(), model?.trainedAt ?? null);
  const parts = await db.query<PartRow>(driftParts(windows));
  return byFeature(parts).map(([feature, rows]) => {
    const [recent, reference] = [countOf(rows, 'recent'), countOf(rows, 'reference')];
    const { index, state } = stability(rows);
    return {
      ...{ feature, day: startOfDay(windows.now), measuredAt: windows.now, index, state, recent, reference, modelVersion: version },
      ...{ recentMean: mean(rows, 'recentSum', recent), referenceMean: mean(rows, 'referenceSum', reference) },
    };
  });
}

/** One row for each day, as it was measured last; what is older than ninety days goes. */
export async function keepDrift({ tx, now }: Step, measured: readonly ScreeningDrift[]): Promise<void> {
  for (const { feature, day, ...row } of measured)
    await tx.screeningDrift.upsert({ where: { feature_day: { feature, day } }, create: { feature, day, ...row }, update: row });
  await tx.screeningDrift.deleteMany({ where: { day: { lt: startOfDay(new Date(now.getTime() - KEPT_DAYS * DAY_MS)) } } });
}

function windowsAt(now: Date, trainedAt: Date | null): DriftWindows {
  const recentFrom = new Date(now.getTime() - RECENT_DAYS * DAY_MS);
  const referenceUntil = trainedAt && trainedAt < recentFrom ? trainedAt : recentFrom;
  return { now, recentFrom, referenceUntil, referenceFrom: new Date(referenceUntil.getTime() - REFERENCE_DAYS * DAY_MS) };
}

const startOfDay = (time: Date): Date => new Date(Math.floor(time.getTime() / DAY_MS) * DAY_MS);

const countOf = (rows: readonly PartRow[], side: 'recent' | 'reference'): number => rows.reduce((sum, row) => sum + row[side], 0);

function mean(rows: readonly PartRow[], side: 'recentSum' | 'referenceSum', count: number): number | null {
  const sums = rows.map((row) => row[side]).filter((sum) => sum !== null);
  return count === 0 || sums.length === 0 ? null : sums.reduce((all, sum) => all + sum, 0) / count;
}
