import type { Step } from '../../context';
import { Prisma, type Case } from '../../generated/prisma/client';
import { reportSettled } from './case.facts';
import { othersWorkAt } from '../subject/subject-people.store';
import { lockSubject } from '../subject/subject.store';
import { advanceCase } from './case.store';

/**
 * Somebody is gone: what they wrote goes from the cases about it, and nobody has to decide any more. A place stays, and so does an organisation in
 * which others work.
 */
export async function closeCasesOf(step: Step, authorId: string): Promise<void> {
  const { tx, now, tell } = step;
  const subjects = await tx.case.findMany({
    where: { authorId },
    distinct: ['kind', 'subjectId'],
    orderBy: [{ kind: 'asc' }, { subjectId: 'asc' }],
  });
  for (const subject of subjects) await lockSubject(step, subject);
  const stays = async ({ kind, subjectId }: Pick<Case, 'kind' | 'subjectId'>) =>
    kind === 'VENUE' || (kind === 'ORGANIZATION' && (await othersWorkAt(step, subjectId, authorId)));
  const staying: string[] = [];
  for (const subject of subjects) if (await stays(subject)) staying.push(subject.subjectId);
  await tx.case.updateMany({
    where: { authorId, kind: { in: ['VENUE', 'ORGANIZATION'] }, subjectId: { in: staying } },
    data: { authorId: null },
  });
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
