import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { recordAttending, removeAttending } from '../modules/activity/activity.store';
import { isErased } from '../modules/person/person.store';
import { lockEvent, updateEventMembers } from '../modules/room/room-event.store';

/** Keeps the copy of an attendance: it is what lets somebody into the event's room, and out of it. */
export const attendanceChanged: Handler<'attendance.changed'> = async ({ payload, occurredAt }, step) => {
  const { eventId, userId, version, status, visibility } = payload;
  await lockEvent(step, eventId);
  if (await isErased(step, userId)) return;
  const row = { eventId, userId, version, status, visibility, changedAt: occurredAt };
  if (!(await keepNewer(step.tx, 'attendances', ['eventId', 'userId'], row))) return;
  if (status === 'GOING') await recordAttending(step, eventId, userId, visibility, new Date(occurredAt));
  else await removeAttending(step, eventId, userId);
  await updateEventMembers(step, eventId, userId);
};
