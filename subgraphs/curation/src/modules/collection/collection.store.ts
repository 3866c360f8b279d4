import { notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { Collection, Prisma } from '../../generated/prisma/client';
import { mayJudge } from '../subject/subject-rights';
import { lockSubject } from '../subject/subject.store';
import type { CollectionRole } from './collection.types';

/** One thing at a time with one collection, and with the case about it. */
export async function lockCollection(step: Step, collectionId: string): Promise<Collection> {
  await lockSubject(step, { kind: 'COLLECTION', subjectId: collectionId });
  const one = await step.tx.collection.findUnique({ where: { id: collectionId } });
  if (!one) throw notFound('This collection');
  return one;
}

export async function roleIn({ tx }: Step, { id, ownerId }: Collection, userId: string): Promise<CollectionRole | null> {
  if (ownerId === userId) return 'OWNER';
  const part = await tx.collectionCurator.findUnique({ where: { collectionId_userId: { collectionId: id, userId } } });
  return part && (part.acceptedAt ? 'CO_CURATOR' : 'INVITED');
}

/** Does this person see it? Everybody does what is published. */
export const isSeenBy = ({ status }: Pick<Collection, 'status'>, role: CollectionRole | null, viewer: { role: string } | null): boolean =>
  status === 'PUBLISHED' || role !== null || (status !== 'DRAFT' && mayJudge(viewer, 'COLLECTION'));

/** A published collection that stays so until the step ends. */
export async function holdPublished({ tx }: Step, collectionId: string): Promise<void> {
  const [one] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM collections WHERE id = ${collectionId}::uuid AND status = 'PUBLISHED' FOR SHARE`;
  if (!one) throw notFound('This collection');
}

/** Changes a locked collection. */
export const changeCollection = (
  { tx }: Step,
  { id }: Pick<Collection, 'id'>,
  changes: Omit<Prisma.CollectionUncheckedUpdateInput, 'id' | 'version'> = {},
): Promise<Collection> => tx.collection.update({ where: { id }, data: { ...changes, version: { increment: 1 } } });
