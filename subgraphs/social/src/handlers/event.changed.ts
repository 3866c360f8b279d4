import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { recordEventCreated } from '../modules/activity/activity.record';
import { isErased } from '../modules/person/person.erased';
import { lockEvent } from '../modules/room/event.lock';
import { openEventRoom, settleEventRoom } from '../modules/room/room.event';

/** Keeps the copy of an event, opens its room when it is published, and lets the room's members follow from it. */
export const eventChanged: Handler<'event.changed'> = async ({ payload: event, occurredAt }, { tx, now, push }) => {
  const { eventId, version, status, visibility, groupId, title, startsAt, endsAt, change, hidden, imported } = event;
  await lockEvent(tx, eventId);
  const creatorId = (await isErased(tx, event.creatorId)) ? null : event.creatorId;
  const row = { id: eventId, version, creatorId, status, visibility, groupId, title, startsAt, endsAt };
  const isNew = await keepNewer(tx, 'known_events', ['id'], { ...row, deleted: change === 'DELETED', hidden: hidden === true });
  if (!isNew) return;
  await openEventRoom(tx, eventId, now);
  const gone = await settleEventRoom(tx, eventId, now);
  // A hundred imported events are no news about the importer.
  if (status === 'PUBLISHED' && creatorId && !imported) await recordEventCreated(tx, eventId, creatorId, new Date(occurredAt));
  for (const userId of gone) push(channels.rights(userId));
};
