import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Report } from '../../generated/prisma/client';
import { isErased } from '../person/person.store';
import { languageOf } from '../text/language';
import { evidenceHash, type Evidence } from './case-evidence';
import { reportSettled } from './case.facts';
import { isOfNobody } from '../subject/subject-rights';
import { worksAt } from '../subject/subject-people.store';
import { lockSubject } from '../subject/subject.store';
import { advanceCase, rankOfCase } from './case.store';

/** What its owner says of a reported subject; without evidence there is none that the reporter may see. */
export interface Given {
  authorId: string | null;
  evidence: Evidence | null;
  /** The slug of its category, where it has one. */
  category?: string | null;
  /** The organisation whose place it is. */
  organizationId?: string | null;
}

/** A report has its evidence: it comes before those who judge, as a new case or with the one that waits. */
export async function giveEvidence(
  step: Step,
  reportId: string,
  { authorId, evidence, category = null, organizationId = null }: Given,
): Promise<void> {
  const { tx, now } = step;
  const known = await tx.report.findUnique({ where: { id: reportId } });
  if (!known) return;
  await lockSubject(step, known);
  const report = await tx.report.findUniqueOrThrow({ where: { id: reportId } });
  if (report.status !== 'AWAITED') return;
  const { kind, subjectId, reporterId } = report;
  const worksThere = organizationId !== null && reporterId !== null && (await worksAt(step, organizationId, reporterId));
  const isOwn = worksThere || (authorId !== null && authorId === reporterId);
  const isGone = authorId === null ? !isOfNobody(kind) : await isErased(tx, authorId);
  if (!evidence || isOwn || isGone) return endReport(step, report, 'UNAVAILABLE');
  const hash = evidenceHash(evidence);
  // What was removed and says it again is a new offence, and not the old question.
  const before = await tx.report.findFirst({
    where: { reporterId, kind, subjectId, evidenceHash: hash, status: 'DISMISSED' },
    select: { id: true },
  });
  if (before) return endReport(step, report, 'REPEATED');
  const waiting = await tx.case.findFirst({ where: { kind, subjectId, inQueue: true, status: 'OPEN' } });
  const caseId = waiting?.id ?? randomUUID();
  const language = languageOf(Object.values(evidence).join('\n'));
  const base = {
    id: caseId,
    kind,
    subjectId,
    authorId,
    organizationId,
    evidence,
    language,
    categorySlug: category,
    inQueue: true,
    queueRank: 0,
    queuedAt: now,
    createdAt: now,
  };
  const one = waiting ?? (await tx.case.create({ data: base }));
  if (!waiting) await tx.caseAct.create({ data: { caseId, version: 1, kind: 'QUEUED', createdAt: now } });
  await tx.report.update({
    where: { id: reportId },
    data: { caseId, status: 'OPEN', evidence, evidenceHash: hash, version: { increment: 1 } },
  });
  // A new version: nobody decides about a report that they have not read.
  // What is proposed stays before those who decide about it; the report has its own evidence.
  const shown = one.proposal ? {} : { evidence, organizationId };
  await advanceCase(step, one, { ...shown, queueRank: await rankOfCase(step, one) }, { kind: 'REPORTED' });
}

/** A report of a case was taken back; its subject is locked. */
export async function takeOut(step: Step, caseId: string): Promise<void> {
  const one = await step.tx.case.findUniqueOrThrow({ where: { id: caseId } });
  if (!one.inQueue) return;
  const left = await step.tx.report.count({ where: { caseId, status: 'OPEN' } });
  const over = { status: 'DISMISSED', inQueue: false, curatorId: null, claimedUntil: null } as const;
  await advanceCase(step, one, left > 0 || one.proposal ? { queueRank: await rankOfCase(step, one) } : over, { kind: 'WITHDRAWN' });
}

async function endReport({ tx, now, tell }: Step, { id }: Report, status: 'UNAVAILABLE' | 'REPEATED'): Promise<void> {
  const ended = await tx.report.update({ where: { id }, data: { status, resolvedAt: now, version: { increment: 1 } } });
  await tell(reportSettled(ended, now));
}
