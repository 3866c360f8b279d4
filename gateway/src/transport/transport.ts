import type { Caller, LiveStart, LiveState } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Fields } from '../objects';
import type { RunTrace } from '../tracing/trace';
import type { SubgraphOperation } from './subgraph-operation';

export type { SubgraphOperation } from './subgraph-operation';

export interface SubgraphCall {
  readonly operation: SubgraphOperation;
  readonly variables: Fields;
  /** All variables as JSON text, for a transport with `writes`: `variables` then lacks some of them. */
  readonly variablesText?: string;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** For a subscription whose owner speaks the live protocol. */
  readonly live?: LiveStart;
  /** Follows the run of which this call is part. */
  readonly trace?: RunTrace;
  /** Further headers, where calls have some. The gateway makes them itself: no header of a client's request passes through. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What subgraphs of this process keep for all calls of one query; undefined for a mutation. */
  readonly contexts?: Map<object, unknown>;
}

/** The answer of a subgraph. Its data belongs to the gateway, which adds to it; leaf values stay as they are. */
export interface SubgraphAnswer {
  readonly data?: Fields | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: { readonly live?: LiveState };
}

export interface TransportCondition {
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Calls under way, and calls that wait for their turn. */
  readonly running: number;
  readonly waiting: number;
}

/** The way to one subgraph. Rejects with SubgraphUnavailable when there was no usable answer, or with the reason of an abort. */
export interface SubgraphTransport {
  /** True when variables are sent as text: then they are written only once. */
  readonly writes?: boolean;
  /** The state of the way at this moment, where it has one. */
  readonly condition?: TransportCondition;
  /** What the subgraph says of its health; null where it says nothing that makes sense. Rejects when it cannot be reached. */
  readonly health?: (() => Promise<{ readonly status: string } | null>) | undefined;
  execute(call: SubgraphCall): Promise<SubgraphAnswer>;
  /**
   * Resolves when the subscription is on its way. A refusal is a stream of one answer with errors; a stream whose subgraph is lost
   * ends with SubgraphUnavailable. Returning the iterator ends the subscription at the subgraph.
   */
  subscribe(call: SubgraphCall): Promise<AsyncIterable<SubgraphAnswer>>;
  close(): Promise<void>;
}

/** A subgraph sent no answer, or one that is not GraphQL. `detail` is for the log: it may name hosts, and never leaves the process. */
export class SubgraphUnavailable extends Error {
  override name = 'SubgraphUnavailable';

  constructor(
    readonly service: string,
    readonly detail: string,
    /** True when the request cannot have had an effect, because it never got there. */
    readonly neverSent = false,
    options?: ErrorOptions,
  ) {
    super(`The service "${service}" is not available.`, options);
  }
}

/** The answer is larger than the gateway takes. The operation is to blame: the same one gets the same answer, another one a good one. */
export class AnswerTooLarge extends SubgraphUnavailable {
  override name = 'AnswerTooLarge';
}
