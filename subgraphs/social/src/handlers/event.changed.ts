import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { recordEventCreated } from '../modules/activity/activity.store';
import { isErased } from '../modules/person/person.store';
import { lockEvent, openEventRoom, updateEventMembers } from '../modules/room/room-event.store';

/** Keeps the copy of an event, opens its room when it is published, and lets the room's members follow from it. */
export const eventChanged: Handler<'event.changed'> = async ({ payload: event, occurredAt }, step) => {
  const { eventId, version, status, visibility, groupId, title, startsAt, endsAt, change, hidden, imported } = event;
  await lockEvent(step, eventId);
  const creatorId = (await isErased(step, event.creatorId)) ? null : event.creatorId;
  const row = { id: eventId, version, creatorId, status, visibility, groupId, title, startsAt, endsAt };
  const isNew = await keepNewer(step.tx, 'known_events', ['id'], { ...row, deleted: change === 'DELETED', hidden: hidden === true });
  if (!isNew) return;
  await openEventRoom(step, eventId);
  await updateEventMembers(step, eventId);
  // A hundred imported events are no news about the importer.
  if (status === 'PUBLISHED' && creatorId && !imported) await recordEventCreated(step, eventId, creatorId, new Date(occurredAt));
};
