import type { Supergraph } from '../supergraph';
import { media, mismatched, partial } from './abstract';
import { pages } from './conditions';
import { owners } from './context';
import { goods } from './failures';
import { old } from './federation1';
import { inputs } from './inputs';
import { compound, lookups, nested, nullKeys, several, shelf } from './keys';
import { crowd } from './lists';
import { counters } from './mutations';
import { inherited } from './names';
import { positions } from './nulls';
import { chain, circular, manyKeys, shipping } from './requires';
import { hidden, overridden, provided, shared } from './sharing';
import { news } from './subscriptions';
import { halls } from './together';
import { forest } from './typenames';

/**
 * Those on which anything may be asked. Not among them are interface objects (`interface-object.ts`): of some of these one plain schema
 * cannot say what the answer is, because it always knows the type of an object; on others Apollo's planner breaks down at a fragment on a
 * union, and goes round in circles until memory ends at `reviewed { ... on Film { fee } }`, where `fee` requires something.
 */
export const SUPERGRAPHS: Readonly<Record<string, Supergraph>> = {
  ...{ media, mismatched, partial, pages, owners, goods, old, inputs },
  ...{ compound, lookups, nested, nullKeys, several, shelf, crowd, counters, inherited, positions },
  ...{ chain, circular, manyKeys, shipping, hidden, overridden, provided, shared, news, halls, forest },
};
