import type { Viewer } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';

/**
 * Of one person: may both see and do the same, for as long? What was begun in one session may end with it, whatever becomes of the other.
 */
export function hasSameRights(one: Viewer, other: Viewer): boolean {
  if (one.sessionId !== other.sessionId || one.role !== other.role || one.permissions.length !== other.permissions.length) return false;
  const permissions = new Set(other.permissions);
  return one.permissions.every((permission) => permissions.has(permission));
}

/**
 * Why a stream ends that its client may simply begin anew, reading again what it may have missed. A stream is not moved to another
 * audience behind the client's back: what the new one's first events are (a replay, a first state), only the client can place.
 */
function resync(message: string): GraphQLFormattedError {
  return { message, extensions: { code: 'RESYNC_REQUIRED', retryable: true } };
}

export const RIGHTS_CHANGED = resync('Your rights have changed. Subscribe again.');
export const READER_TOO_SLOW = resync('The stream was read too slowly. Subscribe again, and load what was missed.');
export const GATEWAY_STOPS = resync('The gateway restarts. Subscribe again.');

/** What clients without a socket are told where a socket is closed with 4403: they come back with a fresh token. */
export const TOKEN_EXPIRED = refused('The access token has expired. Refresh it and subscribe again.');
export const SESSION_ENDED = refused('The session has ended. Sign in again.');

function refused(message: string): GraphQLFormattedError {
  return { message, extensions: { code: 'UNAUTHENTICATED' } };
}
