import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { reportSettled } from './case.facts';
import { lockSubject } from '../subject/subject.store';
import { advanceCase } from './case.store';

/** Somebody is gone: what they wrote goes from the cases about it, and nobody has to decide any more. */
export async function closeCasesOf(step: Step, authorId: string): Promise<void> {
  const { tx, now, tell } = step;
  const subjects = await tx.case.findMany({
    where: { authorId },
    distinct: ['kind', 'subjectId'],
    orderBy: [{ kind: 'asc' }, { subjectId: 'asc' }],
  });
  for (const subject of subjects) await lockSubject(step, subject);
  const cases = await tx.case.findMany({ where: { authorId }, orderBy: { id: 'asc' } });
  const ids = cases.map(({ id }) => id);
  const settled = await tx.report.updateManyAndReturn({
    where: { caseId: { in: ids }, status: 'OPEN' },
    data: { status: 'UNAVAILABLE', resolvedAt: now, version: { increment: 1 } },
  });
  await tx.report.updateMany({ where: { caseId: { in: ids } }, data: { evidence: Prisma.DbNull } });
  const over = { status: 'MOOT', inQueue: false, curatorId: null, claimedUntil: null } as const;
  for (const one of cases.filter(({ inQueue }) => inQueue)) await advanceCase(step, one, over, { kind: 'MOOT' });
  await tx.case.updateMany({ where: { authorId }, data: { authorId: null, evidence: Prisma.DbNull } });
  await tell(...settled.map((report) => reportSettled(report, now)));
}
