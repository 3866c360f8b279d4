import { byId, manyBy, type Caller } from '@marquee/platform';
import type { CollectionEntry } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { collectionsOfEvents, followerCounts, formerEntries, shownEntries } from './collection.sql';
import type { FormerEntry } from './collection.types';

export const collectionLoaders = ({ db, clock }: Kept, { viewer }: Caller) => ({
  collectionById: byId(
    (ids: readonly string[]) => db.prisma.collection.findMany({ where: { id: { in: [...ids] } } }),
    (one) => one.id,
  ),
  collectionBySlug: byId(
    (slugs: readonly string[]) => db.prisma.collection.findMany({ where: { slug: { in: [...slugs] } } }),
    (one) => one.slug,
  ),
  /** Beside the owner; invited ones, too. */
  coCuratorsByCollectionId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.collectionCurator.findMany({
        where: { collectionId: { in: [...ids] } },
        orderBy: [{ invitedAt: 'asc' }, { userId: 'asc' }],
      }),
    (curator) => curator.collectionId,
  ),
  /** Those that everybody may see now, in their order. */
  entriesByCollectionId: manyBy(
    (ids: readonly string[]) => db.query<CollectionEntry>(shownEntries(ids, clock.now())),
    (entry) => entry.collectionId,
  ),
  formerEntriesByCollectionId: manyBy(
    (ids: readonly string[]) => db.query<FormerEntry>(formerEntries(ids, clock.now())),
    (entry) => entry.collectionId,
  ),
  collectionsByEventId: manyBy(
    (ids: readonly string[]) => db.query<{ eventId: string; collectionId: string }>(collectionsOfEvents(ids, clock.now())),
    (row) => row.eventId,
  ),
  followersByCollectionId: byId(
    (ids: readonly string[]) => db.query<{ collectionId: string; count: number }>(followerCounts(ids)),
    (row) => row.collectionId,
  ),
  viewerFollowByCollectionId: byId(
    async (ids: readonly string[]) =>
      viewer ? db.prisma.collectionFollow.findMany({ where: { userId: viewer.id, collectionId: { in: [...ids] } } }) : [],
    (follow) => follow.collectionId,
  ),
});
