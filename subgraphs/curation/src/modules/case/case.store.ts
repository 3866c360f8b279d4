import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Case, CaseAct, Prisma } from '../../generated/prisma/client';
import type { QueuePush } from '../queue/queue-push';
import { queueWeights, type OpenFlag } from '../queue/queue-priority';
import { caseRank } from './case-rank';

export type CaseChanges = Omit<Prisma.CaseUncheckedUpdateInput, 'id' | 'version'>;
/** What is written down beside a change. */
export type Said = Pick<CaseAct, 'kind'> & Partial<Pick<CaseAct, 'actorId' | 'text' | 'until' | 'restrictDays'>> & Partial<SaidWith>;

/** And beside a decision. */
export interface SaidWith {
  cannedReasonId: string;
  noteTexts: Prisma.InputJsonObject;
  checklist: Prisma.InputJsonArray;
  batchId: string;
}

/** Changes a case whose subject is locked, and writes down who did what. The only way in which one changes. */
export async function advanceCase({ tx, now, push }: Step, { id }: Pick<Case, 'id'>, changes: CaseChanges, said: Said): Promise<Case> {
  const changed = await tx.case.update({ where: { id }, data: { ...changes, version: { increment: 1 } } });
  await tx.caseAct.create({ data: { caseId: id, version: changed.version, createdAt: now, ...said } });
  const { kind, authorId, inQueue } = changed;
  if (inQueue || changes.inQueue === false) push(channels.queue, { entryId: id, kind, authorId } satisfies QueuePush);
  return changed;
}

/** The decision against its author that stands, or is appealed against; null without. */
export const decisionOf = ({ tx }: Step, { id: caseId }: Pick<Case, 'id'>): Promise<CaseAct | null> =>
  tx.caseAct.findFirst({ where: { caseId, kind: { in: ['REMOVED', 'REJECTED'] } }, orderBy: { version: 'desc' } });

/** By the reports that wait. */
export async function rankOfCase({ tx, kept: { settings } }: Step, { id, queuedAt }: Pick<Case, 'id' | 'queuedAt'>): Promise<number> {
  const open: OpenFlag[] = await tx.report.findMany({
    where: { caseId: id, status: 'OPEN' },
    select: { weight: true, reason: true, byStaff: true },
  });
  return caseRank(queuedAt, open, settings.CURATION_FLAG_THRESHOLD, queueWeights(settings));
}
