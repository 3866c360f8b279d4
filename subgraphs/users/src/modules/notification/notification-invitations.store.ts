import { keepNewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { NotificationText } from './notification-text';
import { postNotification, readNotifications, withdrawNotifications } from './notification.store';

interface InvitationFact {
  version: number;
  userId: string;
  invitedBy: string;
  state: 'OPEN' | 'ANSWERED' | 'WITHDRAWN';
}

interface Person {
  id: string;
  displayName: string;
}

/**
 * Tells a person of an invitation to an event, its team or a group; what was told is read when it was answered, and gone when it was taken
 * back. Late and doubled facts change nothing: false.
 */
export async function tellOfInvitation(
  step: Step,
  kind: 'EVENT' | 'GROUP' | 'EVENT_TEAM',
  targetId: string,
  { version, userId, invitedBy, state }: InvitationFact,
  textFrom: (inviter: Person | null) => NotificationText,
): Promise<boolean> {
  const row = { kind, targetId, userId, version, invited: state === 'OPEN' };
  if (!(await keepNewer(step.tx, 'invitation_copies', ['kind', 'targetId', 'userId'], row))) return false;
  const text = textFrom(await shownPerson(step, invitedBy));
  if (state === 'OPEN') await postNotification(step, [userId], text);
  else if (text.subject && state === 'ANSWERED') await readNotifications(step, text.subject, [userId]);
  else if (text.subject) await withdrawNotifications(step, { subject: text.subject, userId });
  return true;
}

/** A person who may be named; null for the suspended and the erased. */
export async function shownPerson({ tx }: Step, id: string): Promise<Person | null> {
  return tx.user.findUnique({ where: { id, suspendedAt: null }, select: { id: true, displayName: true } });
}
