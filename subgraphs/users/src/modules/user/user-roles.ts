import { EVERYBODYS_PERMISSIONS } from '@marquee/platform';
import type { Role } from '@marquee/schema/topics';

export type { Role };

const CURATOR = [...EVERYBODYS_PERMISSIONS, 'review:event'];
const MODERATOR = [...CURATOR, 'moderate:content', 'suspend:user', 'verify:user', 'verify:organization'];
const ADMIN = [
  ...MODERATOR,
  'edit:event',
  'manage:attendees',
  'view:analytics',
  'import:events',
  'manage:user',
  'manage:organization',
  'manage:platform',
  'review:payment',
];

/**
 * What each role allows, as verb:resource. A permission holds for everybody's events and reviews: `edit:event` lets its holder edit any
 * event. What people may do with what is theirs needs no permission; the service that knows the row decides it.
 */
const PERMISSIONS: Record<Role, readonly string[]> = {
  user: EVERYBODYS_PERMISSIONS.toSorted(),
  curator: CURATOR.toSorted(),
  moderator: MODERATOR.toSorted(),
  admin: ADMIN.toSorted(),
};

export const permissionsOf = (role: Role): readonly string[] => PERMISSIONS[role];

/** True when going from one role to another takes something away. Tokens that still claim it must then end. */
export const losesPermissions = (from: Role, to: Role): boolean =>
  permissionsOf(from).some((permission) => !permissionsOf(to).includes(permission));

/** The role's name in the graph. */
export const roleName = (role: Role): Uppercase<Role> => role.toUpperCase() as Uppercase<Role>;

const RANK: Record<Role, number> = { user: 0, curator: 1, moderator: 2, admin: 3 };

/** Administrators decide about everybody, moderators about ordinary users only, so that no moderator can remove another. */
export const mayModerate = (moderator: Role, person: Role): boolean =>
  moderator === 'admin' || (RANK[moderator] >= RANK.moderator && person === 'user');
