import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Remembers who is invited to which event: they may see it although it is private, and buy where it asks for an invitation. */
export const eventInvitationChanged: Handler<'event.invitation_changed'> = async ({ payload }, step) => {
  const { eventId, userId, version, invited } = payload;
  if (await isErased(step, userId)) return;
  await keepNewer(step.tx, 'event_invitations', ['eventId', 'userId'], { eventId, userId, version, invited });
};
