import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { changeCollection, lockCollection } from './collection.store';

/**
 * Somebody is gone. Their collections pass to who has looked after them longest beside them, else they go; what they added to those of others
 * stays without their name.
 */
export async function leaveCollections(step: Step, userId: string): Promise<void> {
  const { tx } = step;
  await tx.collectionFollow.deleteMany({ where: { userId } });
  await tx.collectionView.deleteMany({ where: { userId } });
  const known = await tx.collection.findMany({
    where: { OR: [{ ownerId: userId }, { curators: { some: { userId } } }] },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  for (const { id: collectionId } of known) {
    const one = await lockCollection(step, collectionId);
    await tx.collectionCurator.deleteMany({ where: { collectionId, userId } });
    if (one.ownerId !== userId) {
      await changeCollection(step, one);
      continue;
    }
    const heir = await tx.collectionCurator.findFirst({
      where: { collectionId, acceptedAt: { not: null } },
      orderBy: [{ acceptedAt: 'asc' }, { userId: 'asc' }],
    });
    if (!heir) {
      await tx.collection.delete({ where: { id: collectionId } });
      continue;
    }
    await tx.collectionCurator.delete({ where: { collectionId_userId: { collectionId, userId: heir.userId } } });
    // What its former owner proposed, nobody decides any more.
    const status = one.status === 'IN_REVIEW' ? ('DRAFT' as const) : one.status;
    await changeCollection(step, one, { ownerId: heir.userId, status, proposed: Prisma.DbNull });
  }
  await tx.collectionEntry.updateMany({ where: { addedById: userId }, data: { addedById: null } });
}
