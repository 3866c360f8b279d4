import type { EventRole } from '@marquee/schema/rules/event-rights';
import type { OrganizationRole } from '@marquee/schema/topics';
import { subjects } from './notification-subjects';
import type { NotificationText } from './notification-text';

interface Named {
  id: string;
  name: string;
}

interface Person {
  id: string;
  displayName: string;
}

const DUTIES: Record<OrganizationRole, string> = {
  OWNER: 'an owner, who decides about everything',
  MANAGER: 'a manager, who runs its events',
  STAFF: 'staff, who help at the door',
};

const EVENT_DUTIES: Record<EventRole, string> = {
  OWNER: 'an owner, who decides about everything',
  EDITOR: 'an editor, who looks after what it says and after its guests',
  BOX_OFFICE: 'the box office, which sees to tickets and refunds',
  DOOR: 'at the door, where guests are let in',
};

/** Null stands for an event that has not been heard of yet, or an inviter who is not there any more. */
export const eventInvited = (eventId: string, event: { title: string } | null, inviter: Person | null): NotificationText => ({
  type: 'EVENT_INVITED',
  title: `${inviter?.displayName ?? 'Somebody'} invites you to ${event?.title ?? 'an event'}`,
  body: 'Say whether you will come.',
  target: { type: 'EVENT', id: eventId },
  subject: subjects.eventInvited(eventId),
  actorId: inviter?.id,
});

export const groupInvited = (group: Named, inviter: Person | null): NotificationText => ({
  type: 'GROUP_INVITED',
  title: `${inviter?.displayName ?? 'Somebody'} invites you to ${group.name}`,
  body: 'Join the group to see who is in it and to talk in its room.',
  target: { type: 'GROUP', id: group.id },
  subject: subjects.groupInvited(group.id),
  actorId: inviter?.id,
});

export const organizationInvited = (organization: Named, role: OrganizationRole, inviter: Person): NotificationText => ({
  type: 'ORGANIZATION_INVITED',
  title: `${inviter.displayName} invites you to work for ${organization.name}`,
  body: `You would be ${DUTIES[role]}. Accept or decline the invitation.`,
  target: { type: 'ORGANIZATION', id: organization.id },
  subject: subjects.organizationInvited(organization.id),
  actorId: inviter.id,
});

export const organizationJoined = (organization: Named, person: Person): NotificationText => ({
  type: 'ORGANIZATION_JOINED',
  title: `${person.displayName} works for ${organization.name} now`,
  body: `${person.displayName} accepted your invitation.`,
  target: { type: 'ORGANIZATION', id: organization.id },
  actorId: person.id,
});

/** Null as in `eventInvited`. */
export const eventTeamInvited = (
  eventId: string,
  event: { title: string } | null,
  role: EventRole,
  inviter: Person | null,
): NotificationText => ({
  type: 'EVENT_TEAM_INVITED',
  title: `${inviter?.displayName ?? 'Somebody'} invites you to the team of ${event?.title ?? 'an event'}`,
  body: `You would be ${EVENT_DUTIES[role]}. Accept or decline the invitation.`,
  target: { type: 'EVENT', id: eventId },
  subject: subjects.eventTeamInvited(eventId),
  actorId: inviter?.id,
});

export const eventTeamJoined = (eventId: string, event: { title: string } | null, role: EventRole, person: Person): NotificationText => ({
  type: 'EVENT_TEAM_JOINED',
  title: `${person.displayName} is on the team of ${event?.title ?? 'an event'} now`,
  body: `${person.displayName} accepted your invitation and is ${EVENT_DUTIES[role]}.`,
  target: { type: 'EVENT', id: eventId },
  actorId: person.id,
});

/** Null: the membership has ended. */
export const organizationRoleChanged = (organization: Named, role: OrganizationRole | null): NotificationText => ({
  type: 'ORGANIZATION_ROLE_CHANGED',
  title: role ? `You have another role at ${organization.name}` : `You do not work for ${organization.name} any more`,
  body: role ? `You are ${DUTIES[role]} now.` : 'An owner or manager has ended your membership.',
  target: { type: 'ORGANIZATION', id: organization.id },
  subject: subjects.organizationRoleChanged(organization.id),
});
