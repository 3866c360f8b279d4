import type { Caller } from '@marquee/platform';
import type { SubgraphRuntime } from './context';
import type { Loaders } from './loaders';

/** All services of this subgraph, for one caller. */
export const createServices = (_runtime: SubgraphRuntime, _loaders: Loaders, _caller: Caller) => ({});

export type Services = ReturnType<typeof createServices>;
