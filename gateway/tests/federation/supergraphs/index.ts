import type { Supergraph } from '../supergraph';
import { media, mismatched, partial } from './abstract';
import { pages } from './conditions';
import { owners } from './context';
import { goods } from './failures';
import { old } from './federation1';
import { inputs } from './inputs';
import { indirect, nodes } from './interface-object';
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
 * All of which one plain schema can say what any answer is. Not among them: interfaces for whose objects nobody knows a type, which a plain
 * schema always does (`interface-object.ts`).
 */
export const SUPERGRAPHS: Readonly<Record<string, Supergraph>> = {
  ...{ media, mismatched, partial, pages, owners, goods, old, inputs, indirect, nodes },
  ...{ compound, lookups, nested, nullKeys, several, shelf, crowd, counters, inherited, positions },
  ...{ chain, circular, manyKeys, shipping, hidden, overridden, provided, shared, news, halls, forest },
};
