import { invalidInput } from '@marquee/platform';
import type { EventRole } from '@marquee/schema/rules/event-rights';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { EventTeamMember } from '../../generated/prisma/client';
import { changeEvent } from '../event/event.store';
import type { WholeEvent } from '../event/event.types';
import { teamInvitationChanged } from './team.facts';
import { teamFull } from './team.refusals';

/** A team's people, those who were asked included: every fact about the event names them all. */
export const MAX_TEAM = 50;

/** Every change of a team is made under the lock of its event. Null for people who are neither on the team nor asked to join it. */
export async function findMember({ tx }: Step, eventId: string, userId: string): Promise<EventTeamMember | null> {
  const member = await tx.eventTeamMember.findUnique({ where: { eventId_userId: { eventId, userId } } });
  return member?.state === 'GONE' ? null : member;
}

export async function inviteMember(
  step: Step,
  event: WholeEvent,
  invitation: { userId: string; role: EventRole; invitedBy: string },
): Promise<void> {
  const { tx, now } = step;
  const { userId, role, invitedBy } = invitation;
  if (event.organizationId === null && event.creatorId === userId) throw invalidInput('userId', 'owns this event');
  const known = await findMember(step, event.id, userId);
  if (known?.state === 'MEMBER') throw invalidInput('userId', 'is on the team already: change the role instead');
  if (known?.role === role) return;
  if (!known && (await tx.eventTeamMember.count({ where: { eventId: event.id, state: { not: 'GONE' } } })) >= MAX_TEAM)
    throw teamFull(MAX_TEAM);
  const asked = { role, state: 'INVITED' as const, invitedBy, invitedAt: now, acceptedAt: null };
  const member = await tx.eventTeamMember.upsert({
    where: { eventId_userId: { eventId: event.id, userId } },
    create: { eventId: event.id, userId, ...asked },
    update: { ...asked, version: { increment: 1 } },
  });
  await step.tell(teamInvitationChanged(member, 'OPEN'));
}

export async function acceptInvitation(step: Step, event: WholeEvent, member: EventTeamMember): Promise<void> {
  const joined = await changeMember(step, member, { state: 'MEMBER', acceptedAt: step.now });
  await step.tell(teamInvitationChanged(joined, 'ACCEPTED'));
  await tellTeam(step, event, joined, member.userId);
}

/** `why`: what became of the invitation of somebody who has not answered yet. */
export async function removeMember(
  step: Step,
  event: WholeEvent,
  member: EventTeamMember,
  why: 'DECLINED' | 'WITHDRAWN',
  by: string,
): Promise<void> {
  const gone = await changeMember(step, member, { state: 'GONE', acceptedAt: null });
  if (member.state === 'MEMBER') await tellTeam(step, event, gone, by);
  else await step.tell(teamInvitationChanged(gone, why));
}

export async function changeRole(step: Step, event: WholeEvent, member: EventTeamMember, role: EventRole, by: string): Promise<void> {
  if (member.role === role) return;
  const changed = await changeMember(step, member, { role });
  if (member.state === 'MEMBER') await tellTeam(step, event, changed, by);
  else await step.tell(teamInvitationChanged(changed, 'OPEN'));
}

const changeMember = (
  { tx }: Step,
  { eventId, userId }: EventTeamMember,
  data: Partial<Pick<EventTeamMember, 'state' | 'role' | 'acceptedAt'>>,
): Promise<EventTeamMember> =>
  tx.eventTeamMember.update({ where: { eventId_userId: { eventId, userId } }, data: { ...data, version: { increment: 1 } } });

/** The team travels with the event, so its version grows; what curators judge has not changed, so nobody judges it anew. */
async function tellTeam(step: Step, event: WholeEvent, { userId }: EventTeamMember, by: string): Promise<void> {
  await changeEvent(step, event, {}, 'UPDATED', by);
  step.push(channels.rights(userId));
}
