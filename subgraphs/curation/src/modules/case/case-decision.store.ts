import type { Step } from '../../context';
import type { Case } from '../../generated/prisma/client';
import { putBackReview, takeAwayReview } from '../review/review-moderation.store';
import { caseDecided, reportSettled } from './case.facts';
import { advanceCase } from './case.store';

export interface Verdict {
  verdict: 'DISMISS' | 'REMOVE';
  notes: string | null;
  restrictDays: number | null;
  curatorId: string;
}

/** Decides a locked case: the reports, what is reported, and the fact by which its owner does what follows. */
export async function concludeCase(step: Step, one: Case, { verdict, notes, restrictDays, curatorId }: Verdict): Promise<void> {
  const { tx, now, tell } = step;
  const status = verdict === 'REMOVE' ? ('REMOVED' as const) : ('DISMISSED' as const);
  const decided = { status, inQueue: false, curatorId, claimedUntil: null, decidedAt: now };
  const changed = await advanceCase(step, one, decided, { kind: status, actorId: curatorId, text: notes });
  const settled = await tx.report.updateManyAndReturn({
    where: { caseId: one.id, status: 'OPEN' },
    data: { status: verdict === 'REMOVE' ? 'UPHELD' : 'DISMISSED', resolvedAt: now, version: { increment: 1 } },
  });
  if (verdict === 'REMOVE' && one.kind === 'REVIEW') await takeAwayReview(step, one.subjectId, curatorId);
  await tell(
    caseDecided(changed, { curatorId, notes, restrictDays, decidedAt: now }),
    ...settled.map((report) => reportSettled(report, now)),
  );
}

/** Undoes a removal. The reports were wrong, and count so. */
export async function restoreSubject(
  step: Step,
  one: Case,
  { curatorId, notes }: { curatorId: string; notes: string | null },
): Promise<void> {
  const { tx, now, tell } = step;
  const restored = { status: 'RESTORED', curatorId, decidedAt: now } as const;
  const changed = await advanceCase(step, one, restored, { kind: 'RESTORED', actorId: curatorId, text: notes });
  const settled = await tx.report.updateManyAndReturn({
    where: { caseId: one.id, status: 'UPHELD' },
    data: { status: 'DISMISSED', resolvedAt: now, version: { increment: 1 } },
  });
  if (one.kind === 'REVIEW') await putBackReview(step, one.subjectId);
  await tell(
    caseDecided(changed, { curatorId, notes, restrictDays: null, decidedAt: now }),
    ...settled.map((report) => reportSettled(report, now)),
  );
}
