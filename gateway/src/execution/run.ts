import type { GraphQLFormattedError } from 'graphql';
import type { Caller } from '@marquee/platform';
import type { RunTrace } from '../tracing/trace';
import type { Asked } from './errors/requested-fields';
import type { Fields } from '../objects';

/** One execution of a compiled operation: what its steps share. */
export interface Run {
  /** Grows with every fetch; the response is shaped from it at the end. It may hold more than the client asked for. */
  readonly data: Fields;
  /** As the client sent them: subgraphs coerce for themselves. */
  readonly variables: Fields;
  /** The same as the schema understands them, with defaults: they decide @skip and @include. */
  readonly values: Fields;
  /** What the client asks for with these values. */
  readonly asked: Asked;
  readonly caller: Caller;
  /** What subgraphs of this process keep while it runs. None when something is changed: what they read before is no longer so. */
  readonly contexts: Map<object, unknown> | undefined;
  /** Aborts when nobody waits any more or the operation's time is up. */
  readonly signal: AbortSignal;
  readonly trace: RunTrace | undefined;
  readonly errors: GraphQLFormattedError[];
  /** True once one object stands in several places of the data, because equal entities were asked for once. */
  shares: boolean;
  /** Objects that are known to stand in several places. */
  readonly shared: Set<Fields>;
  /** How many fetches of entities are under way at each path of the plan. */
  readonly underWay: Map<string, number>;
  /** Entity fetches of this moment that can be one request, by what they ask. */
  readonly together: Map<string, Together>;
}

/** Places that wait for the same request. */
export interface Together {
  readonly cursors: Cursor[];
  readonly done: Promise<void>;
}

/** Where in the data a step works: the objects at `path`, which is written as query plans do (`@` stands for each item of a list). */
export interface Cursor {
  readonly objects: readonly Fields[];
  readonly path: readonly string[];
}

export function beginRun({
  changes,
  ...known
}: Pick<Run, 'variables' | 'values' | 'asked' | 'caller' | 'signal' | 'trace'> & { readonly changes: boolean }): Run {
  return {
    ...known,
    data: {},
    contexts: changes ? undefined : new Map(),
    errors: [],
    shares: false,
    shared: new Set(),
    underWay: new Map(),
    together: new Map(),
  };
}

export type Step = (run: Run, cursor: Cursor) => Promise<void>;
