import type { Caller, ErrorCode } from '@marquee/platform';
import { GraphError } from '@marquee/platform';

/**
 * One object of a test's data, with everything that any subgraph knows of it. A function is a field with arguments, or one that is
 * worked out: it sees the object as the subgraph that answers the field sees it, with required fields as the gateway sent them.
 */
export interface Thing {
  __typename?: string;
  [field: string]: unknown;
}

export type Resolve = (args: never, self: never, caller: Caller) => unknown;

/** Root fields, and the entities by type. */
export interface Data {
  Query?: Thing;
  Mutation?: Thing;
  /** Each field: the events, in order. */
  Subscription?: Thing;
  entities?: Record<string, Thing[]>;
}

/** A small supergraph: what each subgraph declares, and one set of data that all of them speak of. */
export interface Supergraph {
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Made anew for each execution, because mutations change it. */
  data(): Data;
  /** SDL in the manner of Federation 1: taken without @link. */
  readonly bare?: readonly string[];
}

/** Names the subgraphs that know nothing of an entity: they answer null when asked for it. */
export const UNKNOWN_TO = Symbol('unknown to');

const failing = new WeakSet<Resolve>();

function fails(make: () => Error): Resolve {
  const resolve: Resolve = () => {
    throw make();
  };
  failing.add(resolve);
  return resolve;
}

/** A field whose resolver refuses. */
export const refuses = (code: ErrorCode, message = `Refused: ${code}.`): Resolve => fails(() => new GraphError(code, message));

/** A field whose resolver breaks down, as code with a bug in it does. */
export const breaks = (message = 'a bug'): Resolve => fails(() => new Error(message));

export const isFailing = (value: unknown): boolean => typeof value === 'function' && failing.has(value as Resolve);

/** A required field, for the function that needs it: a value where the gateway sent one, worked out on the schema that has it all. */
export function required(self: Thing, field: string, args: object = {}): unknown {
  const value = self[field];
  return typeof value === 'function' ? (value as (args: object, self: Thing) => unknown)(args, self) : value;
}
