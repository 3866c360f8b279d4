import { byId, manyBy } from '@marquee/platform';
import type { CaseAct } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

export const caseAppealLoaders = ({ db: { prisma } }: Kept) => ({
  /** The latest of each case. */
  appealByCaseId: byId(
    (ids: readonly string[]) =>
      prisma.caseAppeal.findMany({
        where: { caseId: { in: [...ids] } },
        distinct: ['caseId'],
        orderBy: [{ caseId: 'asc' }, { decision: 'desc' }],
      }),
    (appeal) => appeal.caseId,
  ),
  /** What was decided about each case, oldest first: few of each. */
  decisionsByCaseId: manyBy(
    (ids: readonly string[]): Promise<CaseAct[]> =>
      prisma.caseAct.findMany({
        where: { caseId: { in: [...ids] }, kind: { in: ['REMOVED', 'REJECTED', 'RESTORED', 'APPROVED', 'APPEAL_UPHELD'] } },
        orderBy: [{ caseId: 'asc' }, { version: 'asc' }],
      }),
    (act) => act.caseId,
  ),
});
