import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Keeps who is invited to which event: they see it although it is private. An erased person does not come back. */
export const eventInvitationChanged: Handler<'event.invitation_changed'> = async ({ payload }, { tx }) => {
  const { eventId, userId, version, invited } = payload;
  if (await isErased(tx, userId)) return;
  await keepNewer(tx, 'event_invitations', ['eventId', 'userId'], { eventId, userId, version, invited });
};
