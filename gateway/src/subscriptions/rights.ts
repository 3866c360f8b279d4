import type { Viewer } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';

/**
 * Tells whether two identities of one person may see and do the same, for as long. Sessions must be the same, because a stream ends with the
 * session in which it began.
 */
export function hasSameRights(one: Viewer, other: Viewer): boolean {
  if (one.sessionId !== other.sessionId || one.role !== other.role || one.permissions.length !== other.permissions.length) return false;
  const permissions = new Set(other.permissions);
  return one.permissions.every((permission) => permissions.has(permission));
}

/**
 * The error of a stream that its client may simply begin again, loading what it may have missed. A stream is not moved to another audience
 * in silence: only the client knows what to do with the first events of the new one (a replay, a first state).
 */
function resync(message: string): GraphQLFormattedError {
  return { message, extensions: { code: 'RESYNC_REQUIRED', retryable: true } };
}

export const RIGHTS_CHANGED = resync('Your rights have changed. Subscribe again.');
export const READER_TOO_SLOW = resync('The stream was read too slowly. Subscribe again, and load what was missed.');
export const API_CHANGED = resync('The API has changed, and this operation with it. Load the app anew, or subscribe again.');
export const GATEWAY_STOPS = resync('The gateway restarts. Subscribe again.');

/** The errors of a stream over HTTP where a socket is closed with 4403: the client comes back with a fresh token. */
export const TOKEN_EXPIRED = refused('The access token has expired. Refresh it and subscribe again.');
export const SESSION_ENDED = refused('The session has ended. Sign in again.');

function refused(message: string): GraphQLFormattedError {
  return { message, extensions: { code: 'UNAUTHENTICATED' } };
}
