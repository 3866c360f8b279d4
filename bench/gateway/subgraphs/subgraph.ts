import type { buildSubgraphSchema } from '@apollo/subgraph';

/** One subgraph of the benchmark. The SDL is written in Federation 1, the one version that every gateway measured here reads. */
export interface BenchSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>['resolvers']>;
}
