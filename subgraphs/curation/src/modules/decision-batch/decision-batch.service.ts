import { isId, notFound, startWork } from '@marquee/platform';
import type { Context } from '../../context';
import type { StartDecisionBatch } from './decision-batch.input';
import { DECIDE_BATCH } from './decision-batch.sql';
import { requireFewBatches } from './decision-batch.store';
import type { BatchInput, BatchOutcome, BatchProgress, BatchRow } from './decision-batch.types';

/** Many decisions that are made beside the request. */
export class DecisionBatchService {
  constructor(private readonly ctx: Context) {}

  async start(input: StartDecisionBatch): Promise<BatchRow> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('startDecisionBatch', input, async (step) => {
      await requireFewBatches(step, viewer.id);
      const { decisions } = input;
      const work = { decisions, role: viewer.role } satisfies BatchInput;
      return startWork(step, { kind: DECIDE_BATCH, owner: viewer.id, input: work, total: decisions.length });
    });
    const batch = await this.byId(id);
    if (!batch) throw notFound('This batch');
    return batch;
  }

  /** Nobody else's. */
  async byId(id: string): Promise<BatchRow | null> {
    if (!isId(id)) return null;
    const { viewer, kept } = this.ctx;
    return (await kept.db.prisma.longWork.findFirst({ where: { id, kind: DECIDE_BATCH, owner: viewer.id } })) as BatchRow | null;
  }

  state({ state }: BatchRow) {
    return state === 'RUNNING' || state === 'SUCCEEDED' || state === 'FAILED' ? state : ('QUEUED' as const);
  }

  /** In the order of the decisions. */
  outcomes({ input, result, checkpoint }: BatchRow, { refused }: { refused: boolean }): BatchOutcome[] {
    const { outcomes } = ((result ?? checkpoint) as BatchProgress | null) ?? { outcomes: [] };
    const byEntry = new Map(outcomes.map((outcome) => [outcome.entryId, outcome]));
    const tried = (input as unknown as BatchInput).decisions.flatMap(({ entryId }) => byEntry.get(entryId) ?? []);
    return refused ? tried.filter(({ refusal }) => refusal !== null) : tried;
  }
}
