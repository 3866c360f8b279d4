import { keepNewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { NotificationContent } from './notification-content';
import { postNotification, readNotifications, withdrawNotifications } from './notification.store';

interface InvitationFact {
  version: number;
  userId: string;
  state: 'OPEN' | 'ANSWERED' | 'WITHDRAWN';
  /** They were told a short while ago. */
  isTold?: boolean;
}

/**
 * Tells a person of an invitation to an event, its team, a group or a wish-list; what was told is read when it was answered, and gone when it was taken
 * back. Late and doubled facts change nothing: false.
 */
export async function tellOfInvitation(
  step: Step,
  kind: 'EVENT' | 'GROUP' | 'EVENT_TEAM' | 'TICKET' | 'WISH_LIST',
  targetId: string,
  { version, userId, state, isTold = false }: InvitationFact,
  content: NotificationContent,
): Promise<boolean> {
  const row = { kind, targetId, userId, version, invited: state === 'OPEN' };
  if (!(await keepNewer(step.tx, 'invitation_copies', ['kind', 'targetId', 'userId'], row))) return false;
  const { subject } = content;
  if (state === 'OPEN') await (isTold ? undefined : postNotification(step, [userId], content));
  else if (subject && state === 'ANSWERED') await readNotifications(step, subject, [userId]);
  else if (subject) await withdrawNotifications(step, { subject, userId });
  return true;
}

/**
 * Tells those who can answer it of somebody's request to be let into a group; what was told is gone when it is over. Late and doubled facts
 * change nothing.
 */
export async function tellOfRequest(
  step: Step,
  groupId: string,
  { version, userId, open }: { version: number; userId: string; open: boolean },
  deciderIds: readonly string[],
  content: NotificationContent,
): Promise<void> {
  const row = { kind: 'GROUP_REQUEST', targetId: groupId, userId, version, invited: open };
  if (!(await keepNewer(step.tx, 'invitation_copies', ['kind', 'targetId', 'userId'], row))) return;
  if (open) await postNotification(step, deciderIds, content);
  else if (content.subject) await withdrawNotifications(step, { subject: content.subject });
}
