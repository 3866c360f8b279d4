import { OperationTypeNode } from 'graphql';
import type { Caller, Viewer } from '../viewer';
import { covers } from './needs';

/** What everybody may who is signed in; what a permission beyond these allows is staff's. */
export const EVERYBODYS_PERMISSIONS: readonly string[] = ['create:event', 'create:review', 'flag:event'];

/**
 * The same person as far as a key reaches: what their role adds is theirs through a key only where the key was given it, to read by STAFF_READ
 * and to change anything by STAFF_WRITE. Otherwise a key to make events would edit everybody's as soon as its person joined the staff.
 * People in their apps, who have no scopes, are left as they are.
 */
export function withinScopes(viewer: Viewer, kind: OperationTypeNode): Viewer {
  const { scopes, role, permissions } = viewer;
  if (!scopes || covers(scopes, kind === OperationTypeNode.MUTATION ? 'STAFF_WRITE' : 'STAFF_READ')) return viewer;
  if (role === 'user' && permissions.every((one) => EVERYBODYS_PERMISSIONS.includes(one))) return viewer;
  return { ...viewer, role: 'user', permissions: permissions.filter((one) => EVERYBODYS_PERMISSIONS.includes(one)) };
}

/** The same caller where nothing is taken away. */
export function callerWithinScopes(caller: Caller, kind: OperationTypeNode): Caller {
  const viewer = caller.viewer && withinScopes(caller.viewer, kind);
  return viewer === caller.viewer ? caller : { ...caller, viewer };
}
