import { channels } from '../../channels';
import type { Step } from '../../context';
import type { EventInvitation } from '../../generated/prisma/client';
import { invitationChanged } from './invitation.facts';

type Changed = Omit<EventInvitation, 'createdAt'>;

/** Invites those who are not invited yet, and returns how many they were. */
export async function inviteGuests(step: Step, eventId: string, userIds: readonly string[], invitedBy: string): Promise<number> {
  const invited = await step.tx.$queryRaw<Changed[]>`
    INSERT INTO event_invitations (event_id, user_id, invited_by, created_at)
    SELECT ${eventId}::uuid, guest.id, ${invitedBy}::uuid, ${step.now}::timestamptz FROM unnest(${[...userIds]}::uuid[]) AS guest(id)
    ON CONFLICT (event_id, user_id) DO UPDATE SET version = event_invitations.version + 1, invited = TRUE,
      invited_by = excluded.invited_by, created_at = excluded.created_at
      WHERE NOT event_invitations.invited
    RETURNING event_id AS "eventId", user_id AS "userId", version, invited, invited_by AS "invitedBy"`;
  await tellInvitations(step, invited);
  return invited.length;
}

/** Takes their invitations back, and returns how many there were. */
export async function withdrawInvitations(step: Step, eventId: string, userIds: readonly string[]): Promise<number> {
  const withdrawn = await step.tx.eventInvitation.updateManyAndReturn({
    where: { eventId, userId: { in: [...userIds] }, invited: true },
    data: { invited: false, version: { increment: 1 } },
  });
  await tellInvitations(step, withdrawn);
  return withdrawn.length;
}

async function tellInvitations({ tell, push }: Step, changed: readonly Changed[]): Promise<void> {
  await tell(...changed.map(invitationChanged));
  for (const { userId } of changed) push(channels.rights(userId));
}
