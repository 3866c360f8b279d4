import { Supergraph } from '@apollo/federation-internals';
import type { SupergraphManager } from '../supergraph/sources/source';
import { SubgraphDataSource } from '../transport/data-source';
import type { TransportPool } from '../transport/transport-pool';
import { newCorrelationId } from '../caller';
import { NEVER } from '../time-limit';

/** The supergraph that is served first, and the way for those that come after it. */
export interface Offers {
  readonly first: string;
  /** To be called once: what came meanwhile is taken at once. */
  to(take: (sdl: string) => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** Rejects as the manager does. An SDL by itself is the only one there will be. */
export async function openOffers(given: string | SupergraphManager, pool: TransportPool): Promise<Offers> {
  if (typeof given === 'string') return { first: given, to: () => undefined, stop: async () => undefined };
  let take: ((sdl: string) => Promise<unknown>) | null = null;
  let early: string | null = null;
  // Managers that know of it wait until the supergraph is served or refused.
  const update = async (sdl: string): Promise<void> => {
    if (take) await take(sdl);
    else early = sdl;
  };
  const { supergraphSdl, cleanup } = await given.initialize({
    update: update as (sdl: string) => void,
    healthCheck: (sdl) => checkHealth(sdl, pool),
    getDataSource: ({ name, url }) => new SubgraphDataSource(pool.takeOne(name, url ?? '')),
  });
  return {
    first: supergraphSdl,
    to(taker) {
      take = taker;
      if (early !== null) void taker(early);
    },
    stop: async () => cleanup?.(),
  };
}

const HEALTH = { kind: 'query', query: '{ __typename }', operationName: undefined } as const;

/** Rejects when a subgraph does not answer. */
async function checkHealth(sdl: string, pool: TransportPool): Promise<void> {
  const services = Supergraph.build(sdl).subgraphsMetadata();
  const taken = pool.take(new Map(services.map(({ name, url }) => [name, url ?? ''])));
  const caller = { viewer: null, correlationId: newCorrelationId() };
  try {
    const call = { operation: HEALTH, variables: {}, variablesText: '{}', caller, signal: NEVER };
    await Promise.all([...taken.byService.values()].map((transport) => transport.execute(call)));
  } finally {
    await taken.release();
  }
}
