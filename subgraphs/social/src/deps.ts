import { unauthenticated, type Caller, type Viewer } from '@marquee/platform';
import type { SubgraphRuntime } from './context';
import type { Loaders } from './loaders';

/** What every service is given. */
export interface Deps extends SubgraphRuntime {
  loaders: Loaders;
  caller: Caller;
}

/** The person who asks. Throws for a visitor, whom permissions.ts has refused before. */
export function viewerOf({ caller }: Pick<Deps, 'caller'>): Viewer {
  if (!caller.viewer) throw unauthenticated();
  return caller.viewer;
}
