import { Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { whyNotAppealable } from '../appeal/appeal-rules';
import type { Context, Step } from '../../context';
import type { Case } from '../../generated/prisma/client';
import { requireFitting } from '../canned-reason/canned-reason.store';
import { inLanguage, saidOf } from '../canned-reason/note-texts';
import { caseConflict } from '../case/case.refusals';
import type { CaseService } from '../case/case.service';
import { decisionOf } from '../case/case.store';
import { organizationOf } from '../subject/subject-rights';
import { lockSubject } from '../subject/subject.store';
import type { AppealContentDecision, DecideCaseAppeal } from './case-appeal.input';
import { beginCaseAppeal, concludeCaseAppeal, isDeadEnd } from './case-appeal.store';

type Decided = Case & { decidedAt: Date };

const DAY_MS = 86_400_000;
const latestFirst = new Keyset('myContentDecisions', { decidedAt: 'time', id: 'id' }, 'greatest first');

/** What people say to decisions about what they wrote or proposed. */
export class CaseAppealService {
  constructor(
    private readonly ctx: Context,
    private readonly cases: CaseService,
  ) {}

  /** What was dismissed is not theirs to know. */
  async mine(args: PageArguments): Promise<Connection<Case>> {
    const page = latestFirst.page(args);
    const { prisma } = this.ctx.kept.db;
    const { id: userId } = this.ctx.viewer;
    const owned = await prisma.organizationMemberCopy.findMany({ where: { userId, role: 'OWNER' }, select: { organizationId: true } });
    const among = { in: owned.map(({ organizationId }) => organizationId) };
    const theirs = [{ kind: 'ORGANIZATION' as const, subjectId: among }, { organizationId: among }];
    const where = {
      decidedAt: { not: null },
      // Of what an organisation has, its owners of today hear, and not who was one.
      AND: {
        OR: [{ authorId: userId, organizationId: null, kind: { not: 'ORGANIZATION' as const } }, ...(owned.length > 0 ? theirs : [])],
      },
      OR: [
        { status: { in: ['REMOVED' as const, 'REJECTED' as const, 'APPEALED' as const, 'RESTORED' as const] } },
        { appeals: { some: {} } },
      ],
    };
    return latestFirst.connection((await prisma.case.findMany(latestFirst.prisma(page, where))) as Decided[], page);
  }

  /** What was written to the author with the latest decision. */
  async notes({ id }: Case, language: string | null): Promise<string | null> {
    const latest = (await this.ctx.loaders.decisionsByCaseId.load(id)).at(-1);
    return latest ? inLanguage(latest.text, latest.noteTexts, language) : null;
  }

  /** Null when its author may not appeal, or has. */
  async appealableUntil(one: Case): Promise<Date | null> {
    const { loaders, kept } = this.ctx;
    if (one.status !== 'REMOVED' && one.status !== 'REJECTED') return null;
    const decision = (await loaders.decisionsByCaseId.load(one.id)).findLast(({ kind }) => kind === 'REMOVED' || kind === 'REJECTED');
    if (!decision || (await loaders.appealByCaseId.load(one.id))?.decision === decision.version) return null;
    if (one.status === 'REJECTED' && (await loaders.collectionById.load(one.subjectId))?.status !== 'REJECTED') return null;
    const until = new Date(decision.createdAt.getTime() + kept.settings.CURATION_APPEAL_DAYS * DAY_MS);
    return until > kept.clock.now() ? until : null;
  }

  async appeal(input: AppealContentDecision): Promise<Case> {
    const { viewer, kept } = this.ctx;
    await this.ctx.change('appealContentDecision', input, async (step) => {
      const { tx } = step;
      const known = await tx.case.findUnique({ where: { id: input.decisionId } });
      // What is reported and not decided, or dismissed, is not theirs to know.
      if (!known?.decidedAt || !(await mayAppeal(step, known, viewer.id))) throw notFound('This decision');
      await lockSubject(step, known);
      const one = await tx.case.findUniqueOrThrow({ where: { id: known.id } });
      const decision = await decisionOf(step, one);
      if (!decision) throw notFound('This decision');
      const appeal = await tx.caseAppeal.findUnique({ where: { caseId_decision: { caseId: one.id, decision: decision.version } } });
      const appealed = {
        createdAt: decision.createdAt,
        appealed: appeal !== null && !appeal.outcome,
        decidesAppeal: appeal?.outcome === 'UPHELD',
      };
      const reason = whyNotAppealable(appealed, kept.settings.CURATION_APPEAL_DAYS, step.now);
      if (reason) throw notAllowed(reason);
      if (!(await isDeadEnd(step, one))) throw notAllowed('It does not stand, or can be proposed again.');
      await beginCaseAppeal(step, one, decision, { text: input.text, authorId: viewer.id });
      return one.id;
    });
    const one = await this.ctx.loaders.caseById.load(input.decisionId);
    if (!one) throw notFound('This decision');
    return one;
  }

  async decide(input: DecideCaseAppeal): Promise<Case> {
    await this.ctx.change('decideCaseAppeal', input, async (step) => {
      const one = await this.cases.requireOpen(step, input, { deciding: true });
      if (one.status !== 'APPEALED') throw caseConflict(one, 'Nobody appeals.', { retryable: false });
      const { verdict, notes, cannedReasonId } = input;
      const fits = { kind: one.kind, decision: verdict === 'UPHELD' ? ('UPHOLD' as const) : ('RESTORE' as const) };
      const said = saidOf(await requireFitting(step, cannedReasonId, fits), notes);
      await concludeCaseAppeal(step, one, { verdict, said, curatorId: this.ctx.viewer.id });
      return one.id;
    });
    return this.cases.require(input.caseId);
  }
}

/** Its author; of an organisation, or a place of one, who owns it now. */
async function mayAppeal({ tx }: Step, one: Case, userId: string): Promise<boolean> {
  const organizationId = organizationOf(one);
  if (!organizationId) return one.authorId === userId;
  const member = await tx.organizationMemberCopy.findUnique({ where: { organizationId_userId: { organizationId, userId } } });
  return member?.role === 'OWNER';
}
