import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import { Prisma, type Case, type Collection } from '../../generated/prisma/client';
import { advanceCase, rankOfCase } from '../case/case.store';
import { reportSettled } from '../case/case.facts';
import { translationsOf, type SaidNotes } from '../canned-reason/note-texts';
import { collectionDecided } from '../collection/collection.facts';
import { evidenceOfCollection } from '../collection/collection-moderation.store';
import { changeCollection } from '../collection/collection.store';
import { proposedWords, wordColumns } from '../collection/collection-words';
import { languageOf } from '../text/language';
import type { DecideCollection } from './proposal.input';

const waitingFor = ({ tx }: Step, { id }: Collection) =>
  tx.case.findFirst({ where: { kind: 'COLLECTION', subjectId: id, inQueue: true, status: 'OPEN' } });

/** Brings what a locked collection says now before another curator: as a new case, or as a new version of the one that waits. */
export async function propose(step: Step, one: Collection, actorId: string): Promise<void> {
  const { tx, now } = step;
  const waiting = await waitingFor(step, one);
  const evidence = await evidenceOfCollection(step, one.id, { onShow: false });
  const city = proposedWords(one.proposed)?.city ?? one.city;
  const asked = { proposal: true, evidence, city, language: languageOf(`${evidence.title}\n${evidence.text}`) };
  const caseId = waiting?.id ?? randomUUID();
  const base = { id: caseId, kind: 'COLLECTION' as const, subjectId: one.id, authorId: one.ownerId, inQueue: true };
  const opened = waiting ?? (await tx.case.create({ data: { ...base, ...asked, queueRank: 0, queuedAt: now, createdAt: now } }));
  if (!waiting) await tx.caseAct.create({ data: { caseId, version: 1, kind: 'QUEUED', createdAt: now } });
  // A new version: nobody decides about what they have not read.
  await advanceCase(step, opened, { ...asked, queueRank: await rankOfCase(step, opened) }, { kind: 'PROPOSED', actorId });
}

/** What waits for a decision waits as it is now. */
export async function proposeAnew(step: Step, one: Collection, actorId: string): Promise<void> {
  if ((await waitingFor(step, one))?.proposal) await propose(step, one, actorId);
}

/** Nothing is proposed any more. Reports about it still wait. */
export async function takeBackProposal(step: Step, one: Collection, actorId: string): Promise<void> {
  const waiting = await waitingFor(step, one);
  if (!waiting?.proposal) return;
  const left = await step.tx.report.count({ where: { caseId: waiting.id, status: 'OPEN' } });
  const over = { status: 'DISMISSED', inQueue: false, curatorId: null, claimedUntil: null } as const;
  await advanceCase(step, waiting, { proposal: false, ...(left === 0 && over) }, { kind: 'WITHDRAWN', actorId });
}

const STATUS = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', REJECT: 'REJECTED' } as const;

/** Decides about what a locked case proposes. */
export async function decideProposal(
  step: Step,
  one: Case,
  {
    verdict,
    said,
    curatorId,
    ...more
  }: { verdict: DecideCollection['verdict']; said: SaidNotes; curatorId: string; checklist?: Prisma.InputJsonArray },
): Promise<void> {
  const { tx, now, tell } = step;
  const status = STATUS[verdict];
  const decided = { status, inQueue: false, curatorId, claimedUntil: null, decidedAt: now };
  const { notes, ...translated } = said;
  await advanceCase(step, one, decided, { kind: status, actorId: curatorId, text: notes, ...translated, ...more });
  const settled = await tx.report.updateManyAndReturn({
    where: { caseId: one.id, status: 'OPEN' },
    data: { status: verdict === 'APPROVE' ? 'DISMISSED' : 'UPHELD', resolvedAt: now, version: { increment: 1 } },
  });
  const known = await tx.collection.findUniqueOrThrow({
    where: { id: one.subjectId },
    include: { curators: { orderBy: { invitedAt: 'asc' } } },
  });
  const changed = await changeCollection(step, known, {
    ...consequences(known, verdict, now),
    ...{ notes, noteTexts: said.noteTexts ?? Prisma.DbNull, proposed: Prisma.DbNull },
  });
  // Who begins to follow it reads what stands in it.
  if (!known.publishedAt) await tx.collectionEntry.updateMany({ where: { collectionId: known.id }, data: { told: true } });
  const curatorIds = [known.ownerId, ...known.curators.flatMap(({ userId, acceptedAt }) => (acceptedAt ? [userId] : []))];
  await tell(
    collectionDecided(changed, {
      ...{ outcome: status, curatorIds, decidedById: curatorId, notes, ...translationsOf(notes, said.noteTexts) },
      decidedAt: now,
    }),
    ...settled.map((report) => reportSettled(report, now)),
  );
}

/** What is on show stays so, whatever is said of other words for it. */
function consequences(one: Collection, verdict: DecideCollection['verdict'], now: Date): Prisma.CollectionUncheckedUpdateInput {
  const isOnShow = one.status === 'PUBLISHED';
  if (verdict !== 'APPROVE') return isOnShow ? {} : { status: verdict === 'REJECT' ? 'REJECTED' : 'NEEDS_CHANGES' };
  const words = proposedWords(one.proposed);
  return isOnShow ? { ...(words && wordColumns(words)) } : { status: 'PUBLISHED', publishedAt: one.publishedAt ?? now };
}
