import { unauthenticated, type Caller, type LiveStart, type Viewer } from '@marquee/platform';
import type { Kept } from './kept';
import type { Loaders } from './loaders';

/** What every service is given. */
export interface Deps extends Kept {
  loaders: Loaders;
  caller: Caller;
  /** How a stream is asked for, when it is by a gateway that shares streams. */
  live?: LiveStart;
}

/** The person who asks. Throws for a visitor, whom permissions.ts has refused before. */
export function viewerOf({ caller }: Pick<Deps, 'caller'>): Viewer {
  if (!caller.viewer) throw unauthenticated();
  return caller.viewer;
}
