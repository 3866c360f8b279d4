import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { lockEvent } from '../modules/event/event.store';
import { isErased } from '../modules/person/person.store';
import { settleEventRooms } from '../modules/room/room-event.store';

/** Keeps the copy of an invitation to an event: it lets somebody see what is private. */
export const eventInvitationChanged: Handler<'event.invitation_changed'> = async ({ payload }, step) => {
  const { eventId, userId, version, invited } = payload;
  if (await isErased(step, userId)) return;
  await lockEvent(step, eventId);
  if (await keepNewer(step.tx, 'known_event_invitations', ['eventId', 'userId'], { eventId, userId, version, invited }))
    await settleEventRooms(step, [eventId], userId);
};
