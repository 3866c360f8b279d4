import { keepNewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { NotificationText } from './notification-text';
import { postNotification, withdrawNotifications } from './notification.store';

interface InvitationFact {
  version: number;
  userId: string;
  invitedBy: string;
  invited: boolean;
}

/** Tells a person of an invitation to an event or a group; what was told goes when the invitation is over. Late and doubled facts change nothing. */
export async function tellOfInvitation(
  step: Step,
  kind: 'EVENT' | 'GROUP',
  targetId: string,
  { version, userId, invitedBy, invited }: InvitationFact,
  textFrom: (inviter: { id: string; displayName: string } | null) => Promise<NotificationText> | NotificationText,
): Promise<void> {
  const row = { kind, targetId, userId, version, invited };
  if (!(await keepNewer(step.tx, 'invitation_copies', ['kind', 'targetId', 'userId'], row))) return;
  const inviter = await step.tx.user.findUnique({ where: { id: invitedBy }, select: { id: true, displayName: true, suspendedAt: true } });
  const text = await textFrom(inviter && !inviter.suspendedAt ? inviter : null);
  if (invited) await postNotification(step, [userId], text);
  else if (text.subject) await withdrawNotifications(step, { subject: text.subject, userId });
}
