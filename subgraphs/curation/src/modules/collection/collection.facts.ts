import type { FactOf } from '@marquee/platform';
import type { CollectionDecided, CollectionGrew, Topics } from '@marquee/schema/topics';
import type { Collection } from '../../generated/prisma/client';

/** A curator is asked to look after a collection, too. */
export const collectionInvited = (
  { id: collectionId, version, slug, title }: Collection,
  asked: { userId: string; sharePercent: number; inviterId: string },
): FactOf<Topics> => ({ topic: 'collection.invited', key: collectionId, payload: { collectionId, version, slug, title, ...asked } });

/** What was decided about what was proposed. `curatorIds`: those who look after it, the owner first. */
export const collectionDecided = (
  { id: collectionId, version, slug, title, publishedAt }: Collection,
  {
    decidedAt,
    ...decided
  }: Pick<CollectionDecided, 'outcome' | 'curatorIds' | 'decidedById' | 'notes' | 'noteTexts'> & { decidedAt: Date },
): FactOf<Topics> => ({
  topic: 'collection.decided',
  key: collectionId,
  payload: { collectionId, version, slug, title, published: publishedAt !== null, ...decided, decidedAt: decidedAt.toISOString() },
});

/** What is new in a collection, for these people who follow it. */
export const collectionGrew = (
  { id: collectionId, slug, title }: Collection,
  telling: Pick<CollectionGrew, 'tellingId' | 'part' | 'count' | 'events' | 'userIds'>,
): FactOf<Topics> => ({
  topic: 'collection.grew',
  key: collectionId,
  payload: { collectionId, version: 1, slug, title, ...telling },
});
