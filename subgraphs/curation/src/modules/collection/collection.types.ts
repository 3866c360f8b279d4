import type { CollectionEntry } from '../../generated/prisma/client';

export type CollectionRole = 'OWNER' | 'CO_CURATOR' | 'INVITED';

/** Somebody who looks after a collection. */
export interface CuratorView {
  userId: string;
  role: CollectionRole;
  /** Null where the viewer may not know. */
  sharePercent: number | null;
}

export type FormerReason = 'OVER' | 'CALLED_OFF' | 'NOT_ON_SHOW' | 'TAKEN_OUT';

/** What stood in a collection. */
export type FormerEntry = Pick<CollectionEntry, 'id' | 'collectionId' | 'eventId' | 'note' | 'addedAt'> & { reason: FormerReason };

/** What a collection says; also what is proposed of a published one, with times as texts. */
export interface CollectionWords<Time = Date> {
  title: string;
  text: string;
  coverUrl: string | null;
  city: string | null;
  validFrom: Time | null;
  validUntil: Time | null;
}
