import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Keeps who attends what: only they may review. An erased person does not come back. */
export const attendanceChanged: Handler<'attendance.changed'> = async ({ payload }, { tx }) => {
  const { eventId, userId, attendanceId, version, status, checkedInAt } = payload;
  if (await isErased(tx, userId)) return;
  await keepNewer(tx, 'attendance_copies', ['eventId', 'userId'], { eventId, userId, attendanceId, version, status, checkedInAt });
};
