import type { Step } from '../../context';
import { changeEvent, lockEvent } from './event.store';

/** Takes an erased person off the teams of all events, and tells those on which they were a member. */
export async function leaveTeams(step: Step, userId: string): Promise<void> {
  const { tx } = step;
  const rows = await tx.eventTeamMember.findMany({
    where: { userId },
    select: { eventId: true, state: true },
    orderBy: { eventId: 'asc' },
  });
  for (const { eventId, state } of rows) {
    // In one order, and each event before its row, as those do who change a team.
    const event = state === 'MEMBER' ? await lockEvent(step, eventId) : null;
    await tx.eventTeamMember.delete({ where: { eventId_userId: { eventId, userId } } });
    if (event) await changeEvent(step, event, {}, 'UPDATED');
  }
}
