import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const appealLoaders = ({ db: { prisma } }: Kept) => ({
  /** The latest of each workflow. */
  appealByWorkflowId: byId(
    (ids: readonly string[]) =>
      prisma.appeal.findMany({
        where: { workflowId: { in: [...ids] } },
        distinct: ['workflowId'],
        orderBy: [{ workflowId: 'asc' }, { createdAt: 'desc' }],
      }),
    (appeal) => appeal.workflowId,
  ),
});
