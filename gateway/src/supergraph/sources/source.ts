import type { SupergraphManager } from '@apollo/gateway';

/**
 * Where the supergraph comes from: Apollo's contract for the managers of a gateway, so that anybody's can be used. `initialize` resolves to
 * the first SDL, and calls `update` with each that comes later.
 */
export type { SupergraphManager };

/** One that can be told to look at once. */
export interface SupergraphSource extends SupergraphManager {
  /** Resolves when what is there now is served, or refused. Does not reject. */
  reload(): Promise<void>;
}

type Hooks = Parameters<SupergraphManager['initialize']>[0];

/** Takes an SDL. The gateway's own `update` returns a promise, which Apollo's contract does not speak of. */
export type Update = (...sdl: Parameters<Hooks['update']>) => void | Promise<unknown>;
