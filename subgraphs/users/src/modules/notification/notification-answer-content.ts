import { eventNamed, type NotificationContent } from './notification-content';
import { subjects } from './notification-subjects';

interface Named {
  eventId: string;
  title: string;
}

/** To who runs an event: that somebody goes, the latest of `going` people. An unread one is replaced by the next. */
export const eventAnswered = (event: Named, personId: string, going: number): NotificationContent => ({
  type: 'EVENT_ANSWERED',
  parameters: { person: personId, event: eventNamed(event.eventId, event), going },
  target: { type: 'EVENT', id: event.eventId },
  subject: subjects.eventAnswered(event.eventId),
  actorId: personId,
});

/** To a friend who thinks of the same event. */
export const friendGoing = (event: Named, friendId: string): NotificationContent => ({
  type: 'FRIEND_GOING',
  parameters: { person: friendId, event: eventNamed(event.eventId, event) },
  target: { type: 'EVENT', id: event.eventId },
  subject: subjects.friendGoing(event.eventId, friendId),
  actorId: friendId,
});
