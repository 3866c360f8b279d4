import { invalidInput, isId, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Case } from '../../generated/prisma/client';
import type { ReportReason, SubjectKind } from '../../generated/prisma/enums';
import { priorityAt, queueWeights } from '../queue/queue-priority';
import { kindsFor, mayJudge, organizationOf } from '../subject/subject-rights';
import type { CaseRead, HandOverCase, NoteOnCase } from './case.input';
import { requireOpenCase } from './case-open.store';
import { mayTakeCase } from './case-taker.store';
import { caseConflict } from './case.refusals';
import { caseCount, casesStatement, mostUrgentCasesFirst } from './case.sql';
import { later } from '../decision/claim-end';
import { advanceCase } from './case.store';

export interface CaseFilter {
  kinds?: readonly SubjectKind[] | null | undefined;
  mine?: boolean | null | undefined;
  reason?: ReportReason | null | undefined;
}

/** Cases, and who has which. */
export class CaseService {
  constructor(private readonly ctx: Context) {}

  async page(args: PageArguments, { kinds, mine, reason }: CaseFilter): Promise<Connection<Case>> {
    const { viewer, kept } = this.ctx;
    const page = mostUrgentCasesFirst.page(args);
    const mayRead = kindsFor(viewer).filter((kind) => !kinds || kinds.includes(kind));
    const selection = {
      ...{ kinds: mayRead, claimer: viewer.id, claimed: mine ?? null, reason: reason ?? null },
      ...{ now: kept.clock.now(), viewerId: viewer.id },
    };
    const ids = await kept.db.query<{ id: string }>(casesStatement(page, selection));
    const rows = await Promise.all(ids.map(({ id }) => this.byId(id)));
    return mostUrgentCasesFirst.connection(
      rows.filter((row) => row !== null),
      page,
      { totalCount: async () => (await kept.db.query<{ count: number }>(caseCount(selection)))[0]!.count },
    );
  }

  /** For those who judge such things, and did not write it: authors never read who reported them. */
  async byId(caseId: string): Promise<Case | null> {
    const { loaders, caller, viewerId } = this.ctx;
    const one = isId(caseId) ? await loaders.caseById.load(caseId) : null;
    if (!one || !mayJudge(caller.viewer, one.kind) || one.authorId === viewerId) return null;
    const organizationId = organizationOf(one);
    if (organizationId) return (await loaders.viewerRoleByOrganizationId.load(organizationId)) ? null : one;
    if (one.kind !== 'COLLECTION') return one;
    const others = await loaders.coCuratorsByCollectionId.load(one.subjectId);
    return others.some(({ userId }) => userId === viewerId) ? null : one;
  }

  async require(caseId: string): Promise<Case> {
    const one = await this.byId(caseId);
    if (!one) throw notFound('This case');
    return one;
  }

  /** The urgency of a case at this moment. */
  priority({ queueRank }: Case): number {
    const { clock, settings } = this.ctx.kept;
    return priorityAt(queueRank, clock.now(), queueWeights(settings));
  }

  claim(input: CaseRead): Promise<Case> {
    const { id: actorId } = this.ctx.viewer;
    return this.act('claimCase', input, async (step, one) => {
      const until = later(this.claimEnds(step), one.curatorId === actorId ? one.claimedUntil : null);
      await advanceCase(step, one, { curatorId: actorId, claimedUntil: until }, { kind: 'CLAIMED', actorId, until });
    });
  }

  release(input: CaseRead): Promise<Case> {
    const { id: actorId } = this.ctx.viewer;
    return this.act('releaseCase', input, async (step, one) => {
      if (one.curatorId === null) throw caseConflict(one, 'Nobody has claimed it.');
      await advanceCase(step, one, { curatorId: null, claimedUntil: null }, { kind: 'RELEASED', actorId });
    });
  }

  handOver(input: HandOverCase): Promise<Case> {
    const { id: actorId } = this.ctx.viewer;
    return this.act('handOverCase', input, async (step, one) => {
      const { toUserId } = input;
      if (!(await mayTakeCase(step, one, toUserId))) throw invalidInput('toUserId', 'must be somebody who may judge it');
      const until = this.claimEnds(step);
      await advanceCase(step, one, { curatorId: toUserId, claimedUntil: until }, { kind: 'HANDED_OVER', actorId, until });
    });
  }

  escalate(input: NoteOnCase): Promise<Case> {
    const { id: actorId } = this.ctx.viewer;
    return this.act('escalateCase', input, async (step, one) => {
      const given = { escalated: true, curatorId: null, claimedUntil: null };
      await advanceCase(step, one, given, { kind: 'ESCALATED', actorId, text: input.note });
    });
  }

  note(input: NoteOnCase): Promise<Case> {
    const { id: actorId } = this.ctx.viewer;
    return this.act('noteOnCase', input, async (step, one) => {
      await advanceCase(step, one, {}, { kind: 'NOTED', actorId, text: input.note });
    });
  }

  /** A case that waits, locked, which the viewer may judge and has read in this version. */
  requireOpen(step: Step, read: Pick<CaseRead, 'caseId' | 'version'>, options?: { deciding: boolean }): Promise<Case> {
    return requireOpenCase(step, this.ctx.viewer, read, options);
  }

  private async act(operation: string, input: CaseRead, work: (step: Step, one: Case) => Promise<void>): Promise<Case> {
    await this.ctx.change(operation, input, async (step) => {
      await work(step, await this.requireOpen(step, input));
      return input.caseId;
    });
    return this.require(input.caseId);
  }

  private claimEnds = ({ now, kept }: Step): Date => new Date(now.getTime() + kept.settings.CURATION_CLAIM_MINUTES * 60_000);
}
