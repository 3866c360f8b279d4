import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Case, CaseAct } from '../../generated/prisma/client';
import { translationsOf, type SaidNotes } from '../canned-reason/note-texts';
import { restoreSubject } from '../case/case-decision.store';
import { caseAppealDecided } from '../case/case.facts';
import { advanceCase, rankOfCase } from '../case/case.store';
import { decideProposal } from '../proposal/proposal.store';

/** Can this decision be appealed against, other rules aside? Other words for a published collection can be proposed again. */
export async function isDeadEnd({ tx }: Step, one: Case): Promise<boolean> {
  if (one.status === 'REMOVED') return true;
  if (one.status !== 'REJECTED') return false;
  const collection = await tx.collection.findUnique({ where: { id: one.subjectId }, select: { status: true } });
  return collection?.status === 'REJECTED';
}

/** Brings a decided case, whose subject is locked, before somebody else. */
export async function beginCaseAppeal(step: Step, one: Case, decision: CaseAct, { text, authorId }: { text: string; authorId: string }) {
  const { tx, now } = step;
  await tx.caseAppeal.create({ data: { id: randomUUID(), caseId: one.id, decision: decision.version, authorId, text, createdAt: now } });
  const queueRank = await rankOfCase(step, { id: one.id, queuedAt: now });
  const waits = { status: 'APPEALED', inQueue: true, queuedAt: now, queueRank, curatorId: null, claimedUntil: null } as const;
  await advanceCase(step, one, waits, { kind: 'APPEALED' });
}

/** Decides about the open appeal of a locked case: what it was about is undone, or stands for good. */
export async function concludeCaseAppeal(
  step: Step,
  one: Case,
  { verdict, said, curatorId }: { verdict: 'REVERSED' | 'UPHELD'; said: SaidNotes; curatorId: string },
): Promise<void> {
  const { tx, now, tell } = step;
  const { notes, ...translated } = said;
  const told = { curatorId, outcome: verdict, notes, ...translationsOf(notes, said.noteTexts), decidedAt: now };
  const appeal = await tx.caseAppeal.findFirstOrThrow({ where: { caseId: one.id, outcome: null } });
  const decision = await tx.caseAct.findUniqueOrThrow({ where: { caseId_version: { caseId: one.id, version: appeal.decision } } });
  const status = decision.kind === 'REJECTED' ? ('REJECTED' as const) : ('REMOVED' as const);
  await tx.caseAppeal.update({ where: { id: appeal.id }, data: { outcome: verdict, decidedAt: now } });
  if (verdict === 'UPHELD') {
    const stands = { status, inQueue: false, curatorId, claimedUntil: null };
    const changed = await advanceCase(step, one, stands, { kind: 'APPEAL_UPHELD', actorId: curatorId, text: notes, ...translated });
    return tell(caseAppealDecided(changed, told));
  }
  if (status === 'REJECTED') await decideProposal(step, one, { verdict: 'APPROVE', said, curatorId });
  else await restoreSubject(step, one, { curatorId, said });
  const changed = await tx.case.findUniqueOrThrow({ where: { id: one.id } });
  await tell(caseAppealDecided(changed, told));
}

/** Somebody is gone: nobody has to look again at what they wrote, and what they said to it goes. */
export async function forgetCaseAppealsOf({ tx, now }: Step, authorId: string): Promise<void> {
  await tx.caseAppeal.updateMany({ where: { authorId, outcome: null }, data: { outcome: 'MOOT', decidedAt: now } });
  await tx.caseAppeal.updateMany({ where: { authorId }, data: { authorId: null, text: null } });
}
