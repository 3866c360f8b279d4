import { unauthenticated, type Caller, type Viewer } from '@marquee/platform';

/** Who is signed in. The permission table keeps visitors out before; this is for the types, and for the day somebody forgets a line there. */
export function viewerOf(caller: Caller): Viewer {
  if (!caller.viewer) throw unauthenticated();
  return caller.viewer;
}
