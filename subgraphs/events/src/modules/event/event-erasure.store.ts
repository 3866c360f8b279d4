import type { Step } from '../../context';
import { endRevision, pendingRevision } from './event-revision.store';
import { changeEvent, lockEvent, removeEvent } from './event.store';
import type { WholeEvent } from './event.types';

/**
 * What an erased person was to events: they leave the teams, what they proposed and nobody has approved goes with them, and so do their
 * drafts, but for those of an organisation. The locks of all these events are taken in one order, before those of any guest list.
 */
export async function leaveEvents(step: Step, userId: string): Promise<void> {
  const { tx } = step;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT event_id AS id FROM event_team WHERE user_id = ${userId}::uuid
    UNION SELECT event_id FROM event_revisions WHERE author_id = ${userId}::uuid AND status = 'PENDING'
    UNION SELECT id FROM events WHERE creator_id = ${userId}::uuid AND organization_id IS NULL AND status = 'DRAFT'
    ORDER BY id`;
  for (const { id } of rows) {
    const event = await lockEvent(step, id);
    if (event) await leaveEvent(step, event, userId);
  }
  await tx.eventRevision.deleteMany({ where: { authorId: userId } });
}

async function leaveEvent(step: Step, event: WholeEvent, userId: string): Promise<void> {
  const { tx } = step;
  if (event.creatorId === userId && event.organizationId === null && event.status === 'DRAFT') return removeEvent(step, event);
  const revision = await pendingRevision(step, event.id);
  if (revision?.authorId === userId) await endRevision(step, event, revision, 'WITHDRAWN');
  await tx.eventTeamMember.deleteMany({ where: { eventId: event.id, userId } });
  if (event.team.some((member) => member.userId === userId)) await changeEvent(step, event, {}, 'UPDATED', null);
}
