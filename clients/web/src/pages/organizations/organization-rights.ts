import type { OrganizationQuery } from '@marquee/client/operations';

type Role = NonNullable<NonNullable<OrganizationQuery['organization']>['viewerRole']>;

/** The API decides; this is what is worth showing. An owner gives every role, a manager invites staff. */
export function rolesToGive(role: Role | null): readonly Role[] {
  if (role === 'OWNER') return ['OWNER', 'MANAGER', 'STAFF'];
  return role === 'MANAGER' ? ['STAFF'] : [];
}

/** Whoever may give a role may take it. */
export const mayRemove = (own: Role | null, other: Role): boolean => rolesToGive(own).includes(other);
