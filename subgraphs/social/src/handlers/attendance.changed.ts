import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { recordAttending, removeAttending } from '../modules/activity/activity.store';
import { lockEvent } from '../modules/event/event.store';
import { isErased } from '../modules/person/person.store';
import { settleEventRooms } from '../modules/room/room-event.store';

/** Keeps the copy of an attendance: it is what lets somebody into the event's room, and out of it. */
export const attendanceChanged: Handler<'attendance.changed'> = async ({ payload, occurredAt }, step) => {
  const { eventId, userId, version, status, visibility, checkedInAt } = payload;
  if (await isErased(step, userId)) return;
  await lockEvent(step, eventId);
  const row = { eventId, userId, version, status, visibility, checkedInAt };
  if (!(await keepNewer(step.tx, 'attendances', ['eventId', 'userId'], row))) return;
  if (status === 'GOING') await recordAttending(step, eventId, userId, visibility, new Date(occurredAt));
  else await removeAttending(step, eventId, userId);
  await settleEventRooms(step, [eventId], userId);
};
