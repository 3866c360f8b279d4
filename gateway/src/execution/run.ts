import type { GraphQLFormattedError } from 'graphql';
import type { Caller } from '@marquee/platform';
import type { Fields } from '../objects';
import type { RunTrace } from '../tracing/trace';
import type { RequestedFields } from './errors/requested-fields';
import type { Cursor } from './response-paths';

/** One execution of a compiled operation: what its steps share. */
export interface Run {
  /** Grows with every fetch; the response is shaped from it at the end. It may hold more than the client asked for. */
  readonly data: Fields;
  /** As the client sent them: subgraphs coerce for themselves. */
  readonly variables: Fields;
  /** The same as the schema understands them, with defaults: they decide @skip and @include. */
  readonly values: Fields;
  /** What the client asks for with these values. */
  readonly requested: RequestedFields;
  readonly caller: Caller;
  /** What subgraphs of this process keep during the run. Undefined for a mutation: what they read before the change is out of date. */
  readonly contexts: Map<object, unknown> | undefined;
  /** Aborts when nobody waits any more or the operation's time is up. */
  readonly signal: AbortSignal;
  readonly trace: RunTrace | undefined;
  readonly errors: GraphQLFormattedError[];
  /** True once one object stands in several places of the data, because equal entities were asked for once. */
  shares: boolean;
  /** Objects that are known to stand in several places. */
  readonly shared: Set<Fields>;
  /** Objects of which a subgraph said that there is none: references to what is gone, or not for the caller's eyes. */
  readonly absent: Set<Fields>;
  /** Objects for which something was not asked, because they are of another type or lack what it depends on. */
  readonly unasked: Set<Fields>;
  /** True once a call brought no answer: what is missing then is told where the call was, though not at every place. */
  lost: boolean;
  /** How many fetches of entities are under way at each path of the plan. */
  readonly underWay: Map<string, number>;
  /** Entity fetches of this moment that can be one request, by what they ask. */
  readonly together: Map<string, Together>;
}

/** Cursors that wait for the same request. */
export interface Together {
  readonly cursors: Cursor[];
  readonly done: Promise<void>;
}

/** One step of a plan. It fetches for the objects of the cursor and writes into them. */
export type PlanStep = (run: Run, cursor: Cursor) => Promise<void>;

export function beginRun({
  changes,
  ...known
}: Pick<Run, 'variables' | 'values' | 'requested' | 'caller' | 'signal' | 'trace'> & { readonly changes: boolean }): Run {
  return {
    ...known,
    data: {},
    contexts: changes ? undefined : new Map(),
    errors: [],
    shares: false,
    shared: new Set(),
    absent: new Set(),
    unasked: new Set(),
    lost: false,
    underWay: new Map(),
    together: new Map(),
  };
}
