import type { EventRole } from '@marquee/schema/rules/event-rights';
import type { GroupMemberChanged, OrganizationRole, TicketTransferChanged } from '@marquee/schema/topics';
import { eventNamed, type NotificationContent } from './notification-content';
import { subjects } from './notification-subjects';

interface Named {
  id: string;
  name: string;
}

type Titled = { title: string } | null;

/** `event` null: it has not been heard of yet; so below. */
export const eventInvited = (eventId: string, event: Titled, inviterId: string): NotificationContent => ({
  type: 'EVENT_INVITED',
  parameters: { person: inviterId, event: eventNamed(eventId, event) },
  target: { type: 'EVENT', id: eventId },
  subject: subjects.eventInvited(eventId),
  actorId: inviterId,
});

/** `expiresAt`: until when it can be accepted. */
export const ticketOffered = (
  { transferId, eventId, fromUserId, expiresAt }: TicketTransferChanged,
  event: (Titled & { timezone?: string }) | null,
): NotificationContent => ({
  type: 'TICKET_OFFERED',
  parameters: { person: fromUserId, event: eventNamed(eventId, event), expiresAt: { at: expiresAt, zone: event?.timezone ?? null } },
  target: { type: 'EVENT', id: eventId },
  subject: subjects.ticketOffered(transferId),
  actorId: fromUserId,
  expiresAt: new Date(expiresAt),
});

export const ticketTaken = (eventId: string, event: Titled, personId: string): NotificationContent => ({
  type: 'TICKET_TAKEN',
  parameters: { person: personId, event: eventNamed(eventId, event) },
  target: { type: 'EVENT', id: eventId },
  actorId: personId,
});

export const groupInvited = (group: Named, inviterId: string): NotificationContent => ({
  type: 'GROUP_INVITED',
  parameters: { person: inviterId, group: group.name },
  target: { type: 'GROUP', id: group.id },
  subject: subjects.groupInvited(group.id),
  actorId: inviterId,
});

export const groupRequested = (group: Named, personId: string): NotificationContent => ({
  type: 'GROUP_REQUESTED',
  parameters: { person: personId, group: group.name },
  target: { type: 'GROUP', id: group.id },
  subject: subjects.groupRequested(group.id, personId),
  actorId: personId,
});

/** A person who is gone is named by nothing. */
export const pollAsked = (group: Named, pollId: string, question: string, personId: string | null): NotificationContent => ({
  type: 'GROUP_POLL_ASKED',
  parameters: { person: personId, group: group.name, question },
  target: { type: 'GROUP', id: group.id },
  subject: subjects.poll(pollId),
  ...(personId === null ? {} : { actorId: personId }),
});

/** `leader` null: what was chosen is no text, or several. */
export const pollClosed = (group: Named, pollId: string, question: string, leader: string | null): NotificationContent => ({
  type: 'GROUP_POLL_CLOSED',
  parameters: { group: group.name, question, leader },
  target: { type: 'GROUP', id: group.id },
  subject: subjects.poll(pollId),
});

export const wishListSharedWith = (list: Named, ownerId: string): NotificationContent => ({
  type: 'WISH_LIST_SHARED',
  parameters: { person: ownerId, list: list.name },
  target: { type: 'USER', id: ownerId },
  subject: subjects.wishListShared(list.id),
  actorId: ownerId,
});

/** What a crew leaves to say, until then. */
export const crewFeedbackAsked = (group: Named, expiresAt: Date): NotificationContent => ({
  type: 'CREW_FEEDBACK_ASKED',
  parameters: { group: group.name },
  target: { type: 'GROUP', id: group.id },
  subject: subjects.crewFeedback(group.id),
  expiresAt,
});

/** Null: the membership has ended. Nobody is named: who was removed need not know by whom. */
export const groupRoleChanged = (group: Named, role: GroupMemberChanged['role']): NotificationContent => ({
  type: 'GROUP_ROLE_CHANGED',
  parameters: { group: group.name, role: role ?? 'NONE' },
  target: { type: 'GROUP', id: group.id },
  subject: subjects.groupRoleChanged(group.id),
});

export const organizationInvited = ({ id, name }: Named, role: OrganizationRole, inviterId: string): NotificationContent => ({
  type: 'ORGANIZATION_INVITED',
  parameters: { person: inviterId, organization: { id, name }, role },
  target: { type: 'ORGANIZATION', id },
  subject: subjects.organizationInvited(id),
  actorId: inviterId,
});

export const organizationJoined = ({ id, name }: Named, personId: string): NotificationContent => ({
  type: 'ORGANIZATION_JOINED',
  parameters: { person: personId, organization: { id, name } },
  target: { type: 'ORGANIZATION', id },
  actorId: personId,
});

export const eventTeamInvited = (eventId: string, event: Titled, role: EventRole, inviterId: string): NotificationContent => ({
  type: 'EVENT_TEAM_INVITED',
  parameters: { person: inviterId, event: eventNamed(eventId, event), role },
  target: { type: 'EVENT', id: eventId },
  subject: subjects.eventTeamInvited(eventId),
  actorId: inviterId,
});

export const eventTeamJoined = (eventId: string, event: Titled, role: EventRole, personId: string): NotificationContent => ({
  type: 'EVENT_TEAM_JOINED',
  parameters: { person: personId, event: eventNamed(eventId, event), role },
  target: { type: 'EVENT', id: eventId },
  actorId: personId,
});

/** Null: the membership has ended. */
export const organizationRoleChanged = ({ id, name }: Named, role: OrganizationRole | null): NotificationContent => ({
  type: 'ORGANIZATION_ROLE_CHANGED',
  parameters: { organization: { id, name }, role: role ?? 'NONE' },
  target: { type: 'ORGANIZATION', id },
  subject: subjects.organizationRoleChanged(id),
});
