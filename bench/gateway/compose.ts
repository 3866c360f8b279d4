import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { subgraphs } from './subgraphs';

/** The supergraph of the benchmark's subgraphs, as Apollo's composition writes it. */
export function composeSupergraph(urlOf: (name: string) => string): string {
  const { supergraphSdl, errors } = composeServices(subgraphs.map(({ name, sdl }) => ({ name, url: urlOf(name), typeDefs: parse(sdl) })));
  if (!supergraphSdl) throw new Error(`The benchmark's subgraphs do not compose: ${errors?.map((error) => error.message).join('; ')}`);
  return supergraphSdl;
}
