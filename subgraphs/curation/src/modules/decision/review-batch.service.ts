import { Refusal } from '@marquee/platform';
import type { Workflow } from '../../generated/prisma/client';
import type { ErrorCode } from '../../generated/resolvers';
import { partKey } from '../subject/part-key';
import type { DecideReview, DecideReviews } from './decision.input';
import type { DecisionService } from './decision.service';

/** What came of one decision of many. */
export interface ReviewOutcome {
  workflowId: string;
  workflow: Workflow | null;
  refusal: ErrorCode | null;
  message: string | null;
}

/** Decisions about many events. */
export class ReviewBatchService {
  constructor(private readonly decisions: DecisionService) {}

  /** Each in a transaction of its own, with a key of its own: what is decided stays, whatever becomes of the next. */
  async decide({ decisions, idempotencyKey }: DecideReviews): Promise<ReviewOutcome[]> {
    const outcomes: ReviewOutcome[] = [];
    for (const decision of decisions) {
      const key = idempotencyKey ? partKey(idempotencyKey, decision.workflowId) : null;
      outcomes.push(await this.tried({ ...decision, flags: [], flagDecisions: [], idempotencyKey: key }));
    }
    return outcomes;
  }

  private async tried(input: DecideReview): Promise<ReviewOutcome> {
    const { workflowId } = input;
    try {
      return { workflowId, workflow: await this.decisions.decide(input), refusal: null, message: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { workflowId, workflow: null, refusal: error.code as ErrorCode, message: error.message };
    }
  }
}
