import { unauthenticated, type Caller, type Viewer } from '@marquee/platform';
import type { User as UserRow } from './generated/prisma/client';

/** Somebody with the session they are signed in with: what stands behind the graph's Viewer, also in the answer to a sign-in. */
export interface SignedInAs {
  user: UserRow;
  sessionId: string;
}

/** Who is signed in. The permission table keeps visitors out before; this is for the types, and for the day somebody forgets a line there. */
export function viewerOf(caller: Caller): Viewer {
  if (!caller.viewer) throw unauthenticated();
  return caller.viewer;
}
