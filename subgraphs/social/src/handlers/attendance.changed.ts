import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { recordAttending, removeAttending } from '../modules/activity/activity.record';
import { isErased } from '../modules/person/person.erased';
import { lockEvent } from '../modules/room/event.lock';
import { settleEventRoom } from '../modules/room/room.event';

/** Keeps the copy of an attendance: it is what lets somebody into the event's room, and out of it. */
export const attendanceChanged: Handler<'attendance.changed'> = async ({ payload, occurredAt }, { tx, now, push }) => {
  const { eventId, userId, version, status, visibility } = payload;
  await lockEvent(tx, eventId);
  if (await isErased(tx, userId)) return;
  const row = { eventId, userId, version, status, visibility, changedAt: occurredAt };
  if (!(await keepNewer(tx, 'attendances', ['eventId', 'userId'], row))) return;
  if (status === 'GOING') await recordAttending(tx, eventId, userId, visibility, new Date(occurredAt));
  else await removeAttending(tx, eventId, userId);
  const gone = await settleEventRoom(tx, eventId, now, userId);
  if (gone.length > 0) push(channels.rights(userId));
};
