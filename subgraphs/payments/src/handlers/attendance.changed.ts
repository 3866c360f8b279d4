import { keepNewer } from '@marquee/platform';
import { tiesOf } from '@marquee/schema/rules/event-visibility';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Remembers who is a guest of which event: they may see private events, and those that flags hide; and whom the team lets buy. */
export const attendanceChanged: Handler<'attendance.changed'> = async ({ payload }, step) => {
  const { eventId, userId, version, status, checkedInAt, approval = null } = payload;
  if (await isErased(step, userId)) return;
  const ties = tiesOf({ member: false, invited: false, answer: status, checkedIn: checkedInAt !== null, holdsTickets: false });
  await keepNewer(step.tx, 'event_guests', ['eventId', 'userId'], {
    ...{ eventId, userId, version, guest: ties.has('GUEST') },
    ...{ status, approval },
  });
};
