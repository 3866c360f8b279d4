/**
 * Who may do what with an event. Every subgraph decides by this file, from its own copies of the team and of the organisation's people,
 * so that a person who may open the door may do so wherever the question comes up.
 *
 * A person or an organisation owns an event. Without an organisation its creator is the OWNER. With one, the creator has no right of
 * their own: the organisation's OWNERs and MANAGERs are OWNER of its events, its STAFF is DOOR. On top come the roles that the event's
 * team was given. Nobody compares `creatorId` to decide a right.
 */
export type EventRole = 'OWNER' | 'EDITOR' | 'BOX_OFFICE' | 'DOOR';
export type OrganizationRole = 'OWNER' | 'MANAGER' | 'STAFF';

export type EventRight =
  /** See it whatever its status, visibility and flags. */
  | 'SEE'
  /** Text, images, category, tags, venue, times. */
  | 'EDIT'
  /** Invite people, see the guest list, decide on requests, reply to reviews. */
  | 'GUESTS'
  /** Tiers, orders, refunds, complimentary tickets. */
  | 'SELL'
  /** Numbers: sales, guests, views. */
  | 'REPORT'
  /** Let people in at the door. */
  | 'ADMIT'
  /** Submit, publish, call off, delete, capacity, visibility, the team, handing it over. */
  | 'RUN';

/** What the roles and rights of an event follow from. */
export interface EventTeam {
  creatorId: string;
  organizationId: string | null;
  team: readonly { userId: string; role: EventRole }[];
}

/** The platform's own people act by permission. */
export interface Staff {
  role: 'user' | 'curator' | 'moderator' | 'admin';
  permissions: readonly string[];
}

const RIGHTS: Readonly<Record<EventRole, readonly EventRight[]>> = {
  OWNER: ['SEE', 'EDIT', 'GUESTS', 'SELL', 'REPORT', 'ADMIT', 'RUN'],
  EDITOR: ['SEE', 'EDIT', 'GUESTS'],
  BOX_OFFICE: ['SEE', 'SELL', 'REPORT'],
  DOOR: ['SEE', 'ADMIT'],
};

const PERMISSIONS: Readonly<Partial<Record<EventRight, string>>> = {
  EDIT: 'edit:event',
  RUN: 'edit:event',
  GUESTS: 'manage:attendees',
  ADMIT: 'manage:attendees',
  REPORT: 'view:analytics',
};

const FROM_ORGANIZATION: Readonly<Record<OrganizationRole, EventRole>> = { OWNER: 'OWNER', MANAGER: 'OWNER', STAFF: 'DOOR' };

/**
 * The roles that a person has on an event, each once; empty for everybody else. `organizationRole`: theirs in the organisation that owns
 * the event, null when there is none.
 */
export function rolesOn(event: EventTeam, userId: string, organizationRole: OrganizationRole | null): EventRole[] {
  const roles = new Set(event.team.filter((member) => member.userId === userId).map(({ role }) => role));
  if (event.organizationId === null) {
    if (event.creatorId === userId) roles.add('OWNER');
  } else if (organizationRole) {
    roles.add(FROM_ORGANIZATION[organizationRole]);
  }
  return [...roles];
}

/** False when the event alone shows that the person has no role on it; true when their role in its organisation has to be looked up. */
export const mayHaveRole = (event: EventTeam, userId: string): boolean =>
  event.organizationId !== null || rolesOn(event, userId, null).length > 0;

/** Do these roles on the event give the right? */
export const givesRight = (roles: readonly EventRole[], right: EventRight): boolean => roles.some((role) => RIGHTS[role].includes(right));

/** Has a member of the platform's staff the right on every event? Null for visitors. */
export const staffMay = (staff: Staff | null, right: EventRight): boolean => {
  if (!staff) return false;
  if (staff.role === 'admin' || (right === 'SEE' && staff.role !== 'user')) return true;
  const permission = PERMISSIONS[right];
  return permission !== undefined && staff.permissions.includes(permission);
};

/** The roles on an event that give a right: for lists that ask it of many events in one statement. */
export const rolesWith = (right: EventRight): EventRole[] =>
  (Object.keys(RIGHTS) as EventRole[]).filter((role) => RIGHTS[role].includes(right));

/** The same for the roles in the organisation that owns the events. */
export const organizationRolesWith = (right: EventRight): OrganizationRole[] =>
  (Object.keys(FROM_ORGANIZATION) as OrganizationRole[]).filter((role) => RIGHTS[FROM_ORGANIZATION[role]].includes(right));
