import type { Connection, PageArguments } from '@marquee/platform';
import type { CurationStatus } from '@marquee/schema/topics';
import type { Context } from '../../context';
import type { Workflow } from '../../generated/prisma/client';
import { priorityAt, queueWeights } from './queue-priority';
import { mostUrgentFirst, queueStatement } from './queue.sql';

/** What waits for a curator. */
export class QueueService {
  constructor(private readonly ctx: Context) {}

  async page(args: PageArguments, statuses: readonly CurationStatus[] | null): Promise<Connection<Workflow>> {
    const { db } = this.ctx.kept;
    const page = mostUrgentFirst.page(args);
    const ids = (await db.query<{ id: string }>(queueStatement(page, statuses))).map(({ id }) => id);
    const rows = await Promise.all(ids.map((id) => this.ctx.loaders.workflowById.load(id)));
    return mostUrgentFirst.connection(
      rows.filter((row) => row !== null),
      page,
      { totalCount: () => db.prisma.workflow.count({ where: { inQueue: true, ...(statuses && { status: { in: [...statuses] } }) } }) },
    );
  }

  /** The urgency of a workflow at this moment. */
  priority({ queueRank }: Workflow): number {
    const { clock, settings } = this.ctx.kept;
    return priorityAt(queueRank, clock.now(), queueWeights(settings));
  }
}
