import type { CollectionDecided, CollectionGrew, CollectionInvited } from '@marquee/schema/topics';
import { eventNamed, type NotificationContent } from './notification-content';
import { notesOf } from './notification-notes';
import { subjects } from './notification-subjects';

/** Somebody asks the reader to look after a collection, too. */
export const collectionInvited = ({ collectionId, title, inviterId, sharePercent }: CollectionInvited): NotificationContent => ({
  type: 'COLLECTION_INVITED',
  parameters: { person: inviterId, collection: title, share: sharePercent },
  target: null,
  subject: subjects.collectionInvited(collectionId),
  actorId: inviterId,
});

/** What was decided about a collection that the reader looks after. */
export const collectionDecided = ({ collectionId, title, outcome, ...written }: CollectionDecided): NotificationContent => ({
  type: 'COLLECTION_DECIDED',
  parameters: { collection: title, outcome, ...notesOf(written) },
  target: null,
  subject: subjects.collectionDecided(collectionId),
});

/** What is new in a collection that the reader follows; null for nothing. */
export function collectionGrew({ collectionId, title, count, events: [first] }: CollectionGrew): NotificationContent | null {
  if (!first) return null;
  return {
    type: 'COLLECTION_GREW',
    parameters: { collection: title, event: eventNamed(first.eventId, first), events: count },
    target: count === 1 ? { type: 'EVENT', id: first.eventId } : null,
    subject: subjects.collectionGrew(collectionId),
  };
}
