import type { FactHandlers } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';

/** Incoming domain events, one file each. */
export const createHandlers = (_runtime: SubgraphRuntime): FactHandlers<Topics, Tx> => ({});
