import { rule, type and } from 'graphql-shield';
import { forbidden, unauthenticated, type GraphError } from '../errors';
import type { Caller, Viewer } from '../viewer';

export { allow, and, deny, or } from 'graphql-shield';

/**
 * A rule of graphql-shield, or several under `and` and `or`. It knows the viewer and nothing else: decisions about rows belong to services.
 * Fields under `allow` are not wrapped and cost nothing.
 */
export type Rule = ReturnType<ReturnType<typeof rule>> | ReturnType<typeof and>;

/** A rule that objects with an error, or lets go on. Nothing is remembered: asking costs less than looking up what was answered. */
const objecting = (name: string, objection: (viewer: Viewer | null) => GraphError | null): Rule =>
  rule(name, { cache: 'no_cache' })((_parent, _args, { caller }: { caller: Caller }) => objection(caller.viewer) ?? true);

export const signedIn = objecting('signedIn', (viewer) => (viewer ? null : unauthenticated()));

const made = new Map<string, Rule>();

/** The same rule under the same name, as graphql-shield asks. */
function once(name: string, make: () => Rule): Rule {
  const rule = made.get(name) ?? make();
  made.set(name, rule);
  return rule;
}

export function hasRole(...roles: Viewer['role'][]): Rule {
  const name = `hasRole(${roles.join(', ')})`;
  return once(name, () => objecting(name, (viewer) => (!viewer ? unauthenticated() : roles.includes(viewer.role) ? null : forbidden())));
}

export function hasPermission(permission: string): Rule {
  const name = `hasPermission(${permission})`;
  return once(name, () =>
    objecting(name, (viewer) =>
      !viewer ? unauthenticated() : viewer.role === 'admin' || viewer.permissions.includes(permission) ? null : forbidden(),
    ),
  );
}
