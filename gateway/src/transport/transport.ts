import type { Caller, LiveStart, LiveState } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Fields } from '../objects';
import type { RunTrace } from '../tracing/trace';

/** The part of a call that is the same each time: made once when a plan is compiled. */
export interface SubgraphOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly operationName: string | undefined;
}

export interface SubgraphCall {
  readonly operation: SubgraphOperation;
  readonly variables: Fields;
  /** The variables as JSON text instead, for a transport that writes: `variables` are then not all of them. */
  readonly variablesText?: string;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Of a subscription whose owner speaks the live protocol. */
  readonly live?: LiveStart;
  /** Follows the run of which this call is part. */
  readonly trace?: RunTrace;
  /** What else is to be sent, where calls have headers. Only what the gateway itself made: nothing of a client's request passes by itself. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What subgraphs of this process keep for all calls of one execution of a query; none for those of a mutation. */
  readonly contexts?: Map<object, unknown>;
}

/** What a subgraph answered. The data belongs to the caller, who adds to it; leaf values stay as they are. */
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

/** The way to one subgraph. Rejections mean that it could not be reached or made no sense; they are SubgraphUnavailable or an abort. */
export interface SubgraphTransport {
  /** True when variables are sent as text: then they are written only once. */
  readonly writes?: boolean;
  /** How things stand on the way to it at this moment, where the way knows. */
  readonly condition?: TransportCondition;
  execute(call: SubgraphCall): Promise<SubgraphAnswer>;
  /**
   * Resolves when the subscription is on its way. A refusal is a stream of one answer with errors; a stream whose subgraph is lost
   * ends with SubgraphUnavailable. Returning the iterator ends the subscription at the subgraph.
   */
  subscribe(call: SubgraphCall): Promise<AsyncIterable<SubgraphAnswer>>;
  close(): Promise<void>;
}

/** A subgraph did not answer, or answered what is not GraphQL. `detail` is for the log: it may name hosts, and never leaves the process. */
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

/** It answered more than the gateway takes. That is the question's doing: the same question gets the same answer, another one a good one. */
export class AnswerTooLarge extends SubgraphUnavailable {
  override name = 'AnswerTooLarge';
}
