import { forbidden, unauthenticated, type GraphError } from '../errors';
import type { Viewer } from '../viewer';

/** A house rule: knows the viewer and nothing else. Row-level decisions belong to services. Null means: go on. */
export type Rule = (viewer: Viewer | null) => GraphError | null;

/** Everybody, visitors too. Costs nothing at run time: fields under it are not wrapped. */
export const anyone: Rule = () => null;

export const signedIn: Rule = (viewer) => (viewer ? null : unauthenticated());

export const hasRole =
  (...roles: Viewer['role'][]): Rule =>
  (viewer) =>
    !viewer ? unauthenticated() : roles.includes(viewer.role) ? null : forbidden();

export const hasPermission =
  (permission: string): Rule =>
  (viewer) =>
    !viewer ? unauthenticated() : viewer.role === 'admin' || viewer.permissions.includes(permission) ? null : forbidden();

/** The first rule that allows, allows; if none does, the first objection counts. */
export const anyOf =
  (...rules: Rule[]): Rule =>
  (viewer) => {
    let objection: GraphError | null = null;
    for (const rule of rules) {
      const answer = rule(viewer);
      if (!answer) return null;
      objection ??= answer;
    }
    return objection;
  };

export const nobody: Rule = () => forbidden();
