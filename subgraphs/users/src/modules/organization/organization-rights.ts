import type { OrganizationRole } from '@marquee/schema/topics';

export type { OrganizationRole };

/** Administrators of the platform act as an owner would: an organisation whose owners are gone can be given to somebody. */
const STAFF_PERMISSION = 'manage:organization';

/** The role in which somebody acts in an organisation: their own there, or OWNER for those who run the platform. Null is none. */
export const actingRole = (own: OrganizationRole | null, permissions: readonly string[]): OrganizationRole | null =>
  permissions.includes(STAFF_PERMISSION) ? 'OWNER' : own;

/** May this role change the organisation itself, and hand it over? */
export const mayRun = (role: OrganizationRole | null): boolean => role === 'OWNER';

/** May this role give, take or change that one? An owner any, a manager STAFF. */
export const mayDecideAbout = (role: OrganizationRole | null, about: OrganizationRole): boolean =>
  role === 'OWNER' || (role === 'MANAGER' && about === 'STAFF');

/** May this role see who is invited? */
export const maySeeInvitations = (role: OrganizationRole | null): boolean => mayDecideAbout(role, 'STAFF');

/** The roles that this one may invite to: what somebody gave out beyond them is withdrawn when they come down to it. */
export const invitableBy = (role: OrganizationRole | null): OrganizationRole[] =>
  (['OWNER', 'MANAGER', 'STAFF'] as const).filter((about) => mayDecideAbout(role, about));
