import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import type { SaidNotes } from '../canned-reason/note-texts';
import { changeCollection, lockCollection, roleIn } from './collection.store';
import { proposedWords } from './collection-words';
import type { CollectionWords } from './collection.types';

/** Does this person look after the collection, or are they asked to? Then it is not theirs to judge. Locks it. */
export async function isOfOwnCollection(step: Step, collectionId: string, userId: string): Promise<boolean> {
  const known = await step.tx.collection.findUnique({ where: { id: collectionId } });
  return known !== null && (await roleIn(step, await lockCollection(step, collectionId), userId)) !== null;
}

/** Takes a collection down that was decided about; what was proposed of it goes with it. One that was put away stays so, also when it is put back. */
export async function takeAwayCollection(step: Step, collectionId: string, { notes, noteTexts }: SaidNotes): Promise<void> {
  const known = await step.tx.collection.findUnique({ where: { id: collectionId } });
  if (!known) return;
  const status = known.status === 'ARCHIVED' ? known.status : 'REMOVED';
  await changeCollection(step, known, { status, proposed: Prisma.DbNull, notes, noteTexts: noteTexts ?? Prisma.DbNull });
}

/** Puts back what was taken down: what was on show is on show again. */
export async function putBackCollection(step: Step, collectionId: string, { notes, noteTexts }: SaidNotes): Promise<void> {
  const known = await step.tx.collection.findUnique({ where: { id: collectionId } });
  if (known?.status !== 'REMOVED') return;
  await changeCollection(step, known, { status: known.publishedAt ? 'PUBLISHED' : 'DRAFT', notes, noteTexts: noteTexts ?? Prisma.DbNull });
}

/** What a collection says, for those who judge it: as it is proposed, or, `onShow`, as everybody sees it. */
export async function evidenceOfCollection(
  step: Step,
  collectionId: string,
  { onShow }: { onShow: boolean },
): Promise<Record<string, string>> {
  const { tx } = step;
  const one = await tx.collection.findUniqueOrThrow({ where: { id: collectionId } });
  const words: CollectionWords = (!onShow && proposedWords(one.proposed)) || one;
  const entries = await tx.collectionEntry.findMany({ where: { collectionId, removedAt: null }, orderBy: { position: 'asc' } });
  const events = await tx.eventCopy.findMany({
    where: { eventId: { in: entries.map(({ eventId }) => eventId) }, deleted: false },
    select: { eventId: true, title: true },
  });
  const titles = new Map(events.map(({ eventId, title }) => [eventId, title]));
  const lines = entries.flatMap(({ eventId, note }) => (titles.has(eventId) ? [`${titles.get(eventId)}${note ? `: ${note}` : ''}`] : []));
  const { title, text, coverUrl, city } = words;
  return { title, text, ...(coverUrl && { coverUrl }), ...(city && { city }), entries: lines.join('\n') };
}
