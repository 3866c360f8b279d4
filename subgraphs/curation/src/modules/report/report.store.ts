import { randomUUID } from 'node:crypto';
import { invalidInput, notFound, type Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { Report } from '../../generated/prisma/client';
import { giveEvidence, takeOut } from '../case/case-intake.store';
import { reportSettled } from '../case/case.facts';
import { worksAt } from '../subject/subject-people.store';
import { lockSubject } from '../subject/subject.store';
import { flagWeight, hasStanding, type FlaggerStanding } from '../flag/flag-weight';
import { recordOf, standingOf } from '../flag/flag-standing.store';
import { evidenceOfCollection } from '../collection/collection-moderation.store';
import { lockCollection, roleIn } from '../collection/collection.store';
import { lockReview } from '../review/review.store';
import { reportRaised } from './report.facts';
import type { NewReport } from './report.input';
import { alreadyReported, tooManyReports } from './report.refusals';

const DAY_MS = 86_400_000;

/** Makes a report. Reviews and collections are kept here, and their evidence is taken at once; of everything else its owner is asked. */
export async function makeReport(step: Step, { kind, subjectId, reason, details }: NewReport, viewer: Viewer): Promise<Report> {
  const { tx, now } = step;
  if (kind === 'PROFILE' && subjectId === viewer.id) throw invalidInput('subjectId', 'must be somebody else');
  // Its case is decided under this lock, before that of the event.
  if (kind === 'REVIEW') await lockSubject(step, { kind, subjectId });
  const review = kind === 'REVIEW' ? await lockReview(step, subjectId, viewer) : null;
  const collection = kind === 'COLLECTION' ? await lockCollection(step, subjectId) : null;
  if (collection && collection.status !== 'PUBLISHED') throw notFound('This collection');
  if (collection && (await roleIn(step, collection, viewer.id)) !== null) throw invalidInput('subjectId', 'must be of somebody else');
  if (review?.authorId === viewer.id) throw invalidInput('subjectId', 'must be of somebody else');
  if (kind === 'ORGANIZATION' && (await worksAt(step, subjectId, viewer.id))) throw invalidInput('subjectId', 'must be of somebody else');
  // Two reports of one person at once must count each other.
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`reports of ${viewer.id}`}, 0))::text`;
  const open = await tx.report.findFirst({ where: { reporterId: viewer.id, kind, subjectId, status: { in: ['AWAITED', 'OPEN'] } } });
  if (open) throw alreadyReported(open);
  const standing = await standingOf(step, viewer);
  await requireFewReports(step, viewer, standing);
  const report = await tx.report.create({
    data: {
      ...{ id: randomUUID(), kind, subjectId, reporterId: viewer.id, byStaff: standing.isStaff },
      ...{ reason, details: details || null, createdAt: now },
      weight: flagWeight(await recordOf(step, viewer.id), standing, now),
    },
  });
  const given = review
    ? { authorId: review.authorId, evidence: { text: review.text, rating: String(review.rating) } }
    : collection && { authorId: collection.ownerId, evidence: await evidenceOfCollection(step, subjectId, { onShow: true }) };
  if (!given) {
    await step.tell(reportRaised(report, viewer.id, now));
    return report;
  }
  await giveEvidence(step, report.id, given);
  return tx.report.findUniqueOrThrow({ where: { id: report.id } });
}

/** Takes a report back. The case goes from the queue with its last report. */
export async function withdrawReport(step: Step, reportId: string, reporterId: string): Promise<Report> {
  const { tx, now } = step;
  const known = await tx.report.findUnique({ where: { id: reportId } });
  if (!known || known.reporterId !== reporterId) throw notFound('This report');
  await lockSubject(step, known);
  const [report] = await tx.report.updateManyAndReturn({
    where: { id: reportId, status: { in: ['AWAITED', 'OPEN'] } },
    data: { status: 'WITHDRAWN', resolvedAt: now, version: { increment: 1 } },
  });
  // Decided by now, or withdrawn already: that stands.
  if (!report) return tx.report.findUniqueOrThrow({ where: { id: reportId } });
  await step.tell(reportSettled(report, now));
  if (report.caseId) await takeOut(step, report.caseId);
  return report;
}

async function requireFewReports({ tx, now, kept: { settings } }: Step, viewer: Viewer, standing: FlaggerStanding): Promise<void> {
  if (standing.isStaff) return;
  const limit = hasStanding(standing, now) ? settings.CURATION_REPORTS_A_DAY : settings.CURATION_REPORTS_A_DAY_NEW;
  const inTheWay = await tx.report.findFirst({
    where: { reporterId: viewer.id, createdAt: { gt: new Date(now.getTime() - DAY_MS) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: limit - 1,
    select: { createdAt: true },
  });
  if (inTheWay) throw tooManyReports(limit, new Date(inTheWay.createdAt.getTime() + DAY_MS));
}
