import { invalidInput, notAllowed } from '@marquee/platform';
import type { Step } from '../../context';
import type { Case, Prisma, Report } from '../../generated/prisma/client';
import { requireFitting } from '../canned-reason/canned-reason.store';
import { saidOf, translationsOf, type SaidNotes } from '../canned-reason/note-texts';
import { requireAnswers } from '../checklist/checklist.store';
import { putBackCollection, takeAwayCollection } from '../collection/collection-moderation.store';
import { putBackReview, takeAwayReview } from '../review/review-moderation.store';
import { isOfNobody } from '../subject/subject-rights';
import { requireOpenCase, type Judge } from './case-open.store';
import { caseDecided, reportSettled } from './case.facts';
import type { DecideCase } from './case.input';
import { advanceCase } from './case.store';

export interface Verdict {
  verdict: 'DISMISS' | 'REMOVE';
  said: SaidNotes;
  checklist?: Prisma.InputJsonArray;
  /** Of many that are decided together. */
  batchId?: string;
  restrictDays: number | null;
  /** What the reports named here were worth, whatever is decided; the others go by the verdict. */
  reports: readonly { reportId: string; upheld: boolean }[];
  curatorId: string;
}

/** Decides about what was reported, as somebody who has read it; refuses before anything is written. */
export async function decideCaseAs(step: Step, judge: Judge, input: Omit<DecideCase, 'idempotencyKey'>, batchId?: string): Promise<void> {
  const one = await requireOpenCase(step, judge, input, { deciding: true });
  const { verdict, notes, restrictDays, reports } = input;
  const fits = { kind: one.kind, decision: verdict };
  if (one.status === 'APPEALED') throw notAllowed('An appeal is decided by `decideCaseAppeal`.');
  if (restrictDays && isOfNobody(one.kind)) throw invalidInput('restrictDays', 'is for what one person wrote');
  if (one.proposal && verdict === 'DISMISS') throw notAllowed('What is proposed is decided by `decideCollection`.');
  const said = saidOf(await requireFitting(step, input.cannedReasonId, fits), notes);
  const answers = await requireAnswers(step, input.checklist, fits);
  const decided = { verdict, said, ...answers, restrictDays: restrictDays ?? null, reports, ...(batchId && { batchId }) };
  await concludeCase(step, one, { ...decided, curatorId: judge.id });
}

/** Decides a locked case: the reports, what is reported, and the fact by which its owner does what follows. */
export async function concludeCase(
  step: Step,
  one: Case,
  { verdict, said, restrictDays, reports, curatorId, ...more }: Verdict,
): Promise<void> {
  const { tx, now, tell } = step;
  const status = verdict === 'REMOVE' ? ('REMOVED' as const) : ('DISMISSED' as const);
  const decided = { status, inQueue: false, curatorId, claimedUntil: null, decidedAt: now };
  const { notes, ...translated } = said;
  const changed = await advanceCase(step, one, decided, {
    ...{ kind: status, actorId: curatorId, text: notes, restrictDays },
    ...translated,
    ...more,
  });
  const settled: Report[] = [];
  const settleThose = async (which: { id?: { in: string[] } }, upheld: boolean) =>
    settled.push(
      ...(await tx.report.updateManyAndReturn({
        where: { caseId: one.id, status: 'OPEN', ...which },
        data: { status: upheld ? 'UPHELD' : 'DISMISSED', resolvedAt: now, version: { increment: 1 } },
      })),
    );
  for (const upheld of [true, false]) {
    const ids = reports.filter((report) => report.upheld === upheld).map(({ reportId }) => reportId);
    if (ids.length > 0) await settleThose({ id: { in: ids } }, upheld);
  }
  await settleThose({}, verdict === 'REMOVE');
  if (verdict === 'REMOVE' && one.kind === 'REVIEW') await takeAwayReview(step, one.subjectId, curatorId);
  if (verdict === 'REMOVE' && one.kind === 'COLLECTION') await takeAwayCollection(step, one.subjectId, said);
  await tell(
    caseDecided(changed, { curatorId, notes, ...translationsOf(notes, said.noteTexts), restrictDays, decidedAt: now }),
    ...settled.map((report) => reportSettled(report, now)),
  );
}

/** Undoes a removal. The reports were wrong, and count so. */
export async function restoreSubject(step: Step, one: Case, { curatorId, said }: { curatorId: string; said: SaidNotes }): Promise<void> {
  const { tx, now, tell } = step;
  const { notes, ...translated } = said;
  const restored = { status: 'RESTORED', inQueue: false, curatorId, claimedUntil: null, decidedAt: now } as const;
  const changed = await advanceCase(step, one, restored, { kind: 'RESTORED', actorId: curatorId, text: notes, ...translated });
  const settled = await tx.report.updateManyAndReturn({
    where: { caseId: one.id, status: 'UPHELD' },
    data: { status: 'DISMISSED', resolvedAt: now, version: { increment: 1 } },
  });
  if (one.kind === 'REVIEW') await putBackReview(step, one.subjectId);
  if (one.kind === 'COLLECTION') await putBackCollection(step, one.subjectId, said);
  await tell(
    caseDecided(changed, { curatorId, notes, ...translationsOf(notes, said.noteTexts), restrictDays: null, decidedAt: now }),
    ...settled.map((report) => reportSettled(report, now)),
  );
}
