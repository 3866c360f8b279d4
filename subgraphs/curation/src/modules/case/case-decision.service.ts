import { notAllowed, Refusal } from '@marquee/platform';
import type { Context } from '../../context';
import type { Case } from '../../generated/prisma/client';
import { requireFitting } from '../canned-reason/canned-reason.store';
import { saidOf } from '../canned-reason/note-texts';
import type { ErrorCode } from '../../generated/resolvers';
import type { DecideCase, DecideCases, RestoreCase } from './case.input';
import { decideCaseAs, restoreSubject } from './case-decision.store';
import { requireOthersCase } from './case-open.store';
import { partKey } from '../subject/part-key';
import { caseConflict } from './case.refusals';
import type { CaseService } from './case.service';

/** What came of one decision of many. */
export interface CaseOutcome {
  caseId: string;
  case: Case | null;
  refusal: ErrorCode | null;
  message: string | null;
}

/** What is decided about cases. */
export class CaseDecisionService {
  constructor(
    private readonly ctx: Context,
    private readonly cases: CaseService,
  ) {}

  async decide(input: DecideCase): Promise<Case> {
    await this.ctx.change('decideCase', input, async (step) => {
      await decideCaseAs(step, this.ctx.viewer, input);
      return input.caseId;
    });
    return this.cases.require(input.caseId);
  }

  /** Each in a transaction of its own, with a key of its own: what is decided stays, whatever becomes of the next. */
  async decideMany({ decisions, idempotencyKey }: DecideCases): Promise<CaseOutcome[]> {
    const outcomes: CaseOutcome[] = [];
    for (const decision of decisions) {
      const key = idempotencyKey ? partKey(idempotencyKey, decision.caseId) : null;
      outcomes.push(await this.tried(decision.caseId, { ...decision, restrictDays: null, reports: [], idempotencyKey: key }));
    }
    return outcomes;
  }

  async restore(input: RestoreCase): Promise<Case> {
    await this.ctx.change('restoreCase', input, async (step) => {
      const one = await requireOthersCase(step, this.ctx.viewer, input.caseId);
      if (one.version !== input.version || one.status !== 'REMOVED')
        throw caseConflict(one, 'It is not removed, or was changed meanwhile.');
      if (one.curatorId === this.ctx.viewer.id) throw notAllowed('Somebody else must look at what you removed.');
      const canned = await requireFitting(step, input.cannedReasonId, { kind: one.kind, decision: 'RESTORE' });
      await restoreSubject(step, one, { curatorId: this.ctx.viewer.id, said: saidOf(canned, input.notes) });
      return one.id;
    });
    return this.cases.require(input.caseId);
  }

  private async tried(caseId: string, input: DecideCase): Promise<CaseOutcome> {
    try {
      return { caseId, case: await this.decide(input), refusal: null, message: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { caseId, case: null, refusal: error.code as ErrorCode, message: error.message };
    }
  }
}
