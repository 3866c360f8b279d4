import { keepNewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { NotificationContent } from './notification-content';
import { postNotification, readNotifications, withdrawNotifications } from './notification.store';

interface InvitationFact {
  version: number;
  userId: string;
  state: 'OPEN' | 'ANSWERED' | 'WITHDRAWN';
}

/**
 * Tells a person of an invitation to an event, its team or a group; what was told is read when it was answered, and gone when it was taken
 * back. Late and doubled facts change nothing: false.
 */
export async function tellOfInvitation(
  step: Step,
  kind: 'EVENT' | 'GROUP' | 'EVENT_TEAM' | 'TICKET',
  targetId: string,
  { version, userId, state }: InvitationFact,
  content: NotificationContent,
): Promise<boolean> {
  const row = { kind, targetId, userId, version, invited: state === 'OPEN' };
  if (!(await keepNewer(step.tx, 'invitation_copies', ['kind', 'targetId', 'userId'], row))) return false;
  const { subject } = content;
  if (state === 'OPEN') await postNotification(step, [userId], content);
  else if (subject && state === 'ANSWERED') await readNotifications(step, subject, [userId]);
  else if (subject) await withdrawNotifications(step, { subject, userId });
  return true;
}
